import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { generateKey } from '@core/signing/generated-key';
import { type OperatorKeyOptions, operatorKeys } from '@core/signing/operator-key';
import type { Signer } from '@core/signing/signer';
import { keyCandidate, operatorKey } from '@ipc/contract';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { tempDir } from '../../support/temp-dir';
import {
  BYTES,
  CANARY,
  errorOf,
  everythingSaid,
  expectNoSecret,
  fakeAgent,
  makeKey,
  NAMESPACE,
  printOf,
  publicLine,
  startAgent,
  stockVerify,
  unwrap,
} from './helpers';

/** A data folder, a ~/.ssh, and the operator's keys over both; `again` is the next start of the program. */
function place(options: Partial<OperatorKeyOptions> = {}) {
  const [dataDir, sshDir] = [tempDir(), tempDir()];
  const again = (more: Partial<OperatorKeyOptions> = {}) =>
    operatorKeys(dataDir, { agentSocket: null, sshDir, ...options, ...more });
  const key = (name: string, kind = 'ed25519', passphrase = '') =>
    makeKey(join(sshDir, name), kind, passphrase);
  return { dataDir, sshDir, again, key, keys: again() };
}

const candidate = (id: string, passphrase: string | null = null) =>
  ({ use: 'candidate', id, passphrase }) as const;

async function expectSigns(signer: Signer | null): Promise<void> {
  if (signer === null) throw new Error('there is no signer');
  const armoured = unwrap(await signer.sign(NAMESPACE, BYTES));
  expect(stockVerify(armoured, signer.publicKey, BYTES).said).toContain('Good');
}

function allFiles(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return files
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n');
}

describe('what there is to choose from', () => {
  it('is what the agent, ~/.ssh and the data folder hold, as the window shows it', async () => {
    const agent = await startAgent();
    const { keys, key, sshDir } = place({ agentSocket: agent.socket });
    const other = makeKey(join(tempDir(), 'other'), 'ecdsa:256');
    agent.add(other);
    const [plain, locked] = [key('id_ed25519'), key('id_rsa', 'rsa:2048', CANARY)];
    writeFileSync(join(sshDir, 'config'), 'Host *\n');
    writeFileSync(join(sshDir, 'known_hosts'), '');
    mkdirSync(join(sshDir, 'more'));
    unwrap(await keys.choose({ use: 'generate', passphrase: null }));
    const found = z.array(z.strictObject(keyCandidate.shape)).parse(await keys.candidates());
    expect(found).toMatchObject([
      { id: `agent:${printOf(other)}`, source: 'agent', type: 'ecdsa-sha2-nistp256', encrypted: false },
      { id: 'file:id_ed25519', source: 'file', fingerprint: printOf(plain), encrypted: false },
      {
        id: 'file:id_rsa',
        source: 'file',
        fingerprint: printOf(locked),
        encrypted: true,
        comment: 'rsa of a test',
      },
      { id: 'generated', source: 'generated', type: 'ssh-ed25519', comment: 'holdpoint-operator' },
    ]);
  });

  it('is nothing where there is no agent, no ~/.ssh and no generated key', async () => {
    const keys = operatorKeys(tempDir(), { agentSocket: '/nowhere/agent', sshDir: '/nowhere/ssh' });
    expect(await keys.candidates()).toEqual([]);
  });

  it('does not wait for an agent that never answers', async () => {
    const socket = await fakeAgent(() => {});
    const { keys, key } = place({ agentSocket: socket, agentLimits: { listMs: 30, signMs: 30 } });
    key('id_ed25519');
    expect((await keys.candidates()).map((found) => found.id)).toEqual(['file:id_ed25519']);
  });

  it('leaves out what can not sign, and tells why when asked', async () => {
    const { keys, key } = place();
    key('short', 'rsa:1024');
    expect(await keys.candidates()).toEqual([]);
    expect(await keys.unusable()).toMatchObject([{ id: 'file:short', type: 'ssh-rsa' }]);
    const refusal = errorOf(await keys.choose(candidate('file:short')));
    expect(refusal.code).toBe('key_unusable');
    expect(refusal.message).toContain('1024 bits');
  });

  it('lists an encrypted key of the old format by the public file beside it', async () => {
    const { keys, sshDir } = place();
    const path = makeKey(join(sshDir, 'old'), 'rsa:2048', CANARY, ['-m', 'PEM']);
    expect(await keys.candidates()).toMatchObject([{ fingerprint: printOf(path), encrypted: true }]);
    unwrap(await keys.choose(candidate('file:old', CANARY)));
    await expectSigns(unwrap(await keys.current()));
  });
});

describe('before a choice', () => {
  it('there is no key and no signer, and that is no failure', async () => {
    const { keys } = place();
    expect(await keys.chosen()).toBeNull();
    expect(unwrap(await keys.current())).toBeNull();
  });

  it('a key that is not listed can not be chosen, whatever path its id spells', async () => {
    const { keys, key, dataDir } = place();
    key('id_ed25519');
    for (const id of ['file:../id_ed25519', 'file:id_ed25519.pub', 'agent:SHA256:x', 'generated', '']) {
      expect(errorOf(await keys.choose(candidate(id))).code).toBe('candidate_unknown');
    }
    expect(existsSync(join(dataDir, 'operator-key.json'))).toBe(false);
  });
});

describe('a key in the agent', () => {
  it('once chosen signs, also after a restart, and only its fingerprint is stored', async () => {
    const agent = await startAgent();
    const { keys, again, dataDir } = place({ agentSocket: agent.socket });
    const path = makeKey(join(tempDir(), 'id'));
    agent.add(path);
    const view = unwrap(await keys.choose(candidate(`agent:${printOf(path)}`)));
    expect(z.strictObject(operatorKey.shape).parse(view)).toEqual(await again().chosen());
    const signer = unwrap(await again().current());
    await expectSigns(signer);
    expect(signer).toMatchObject({
      source: 'agent',
      fingerprint: printOf(path),
      publicKey: publicLine(path),
    });
    expectNoSecret(allFiles(dataDir), path);
  });

  it('that was removed is a failure that names it and what the agent holds now', async () => {
    const agent = await startAgent();
    const { keys } = place({ agentSocket: agent.socket });
    const [chosen, other] = [makeKey(join(tempDir(), 'a')), makeKey(join(tempDir(), 'b'))];
    agent.add(chosen);
    unwrap(await keys.choose(candidate(`agent:${printOf(chosen)}`)));
    agent.remove(chosen);
    agent.add(other);
    const gone = errorOf(await keys.current());
    expect(gone).toMatchObject({ code: 'key_gone', data: { chosen: printOf(chosen), held: printOf(other) } });
    expect(gone.message).toContain(printOf(chosen));
    expect(gone.message).toContain(printOf(other));
  });

  it('that is locked away is a failure that says how to unlock it', async () => {
    const agent = await startAgent();
    const { keys } = place({ agentSocket: agent.socket });
    const path = makeKey(join(tempDir(), 'id'));
    agent.add(path);
    unwrap(await keys.choose(candidate(`agent:${printOf(path)}`)));
    agent.lock('secret');
    const locked = errorOf(await keys.current());
    expect(locked.code).toBe('key_gone');
    expect(locked.message).toContain('ssh-add -X');
  });

  it('is no signer where the agent is gone or none runs', async () => {
    const agent = await startAgent();
    const { keys, again } = place({ agentSocket: agent.socket });
    const path = makeKey(join(tempDir(), 'id'));
    agent.add(path);
    unwrap(await keys.choose(candidate(`agent:${printOf(path)}`)));
    await agent.stop();
    expect(errorOf(await keys.current()).code).toBe('agent_gone');
    expect(errorOf(await again({ agentSocket: null }).current()).code).toBe('agent_gone');
  });
});

describe('a key file', () => {
  it('once chosen signs, also after a restart, and only its path is stored', async () => {
    const { keys, key, again, dataDir } = place();
    const path = key('id_ecdsa', 'ecdsa:521');
    unwrap(await keys.choose(candidate('file:id_ecdsa')));
    await expectSigns(unwrap(await again().current()));
    const stored = JSON.parse(readFileSync(join(dataDir, 'operator-key.json'), 'utf8'));
    expect(Object.keys(stored).sort()).toEqual(['comment', 'fingerprint', 'path', 'source', 'type', 'v']);
    expect(stored).toMatchObject({ source: 'file', path, fingerprint: printOf(path) });
    expect(statSync(join(dataDir, 'operator-key.json')).mode & 0o777).toBe(0o600);
    expectNoSecret(allFiles(dataDir), path);
  });

  it('elsewhere than in ~/.ssh is chosen by its path', async () => {
    const { keys } = place();
    const path = makeKey(join(tempDir(), 'id'), 'ed25519', CANARY);
    expect(errorOf(await keys.chooseFile(path, null)).code).toBe('passphrase_needed');
    expect(errorOf(await keys.chooseFile(`${path}.no`, null)).code).toBe('key_missing');
    unwrap(await keys.chooseFile(path, CANARY));
    await expectSigns(unwrap(await keys.current()));
  });

  it('with a passphrase is chosen only with the right one', async () => {
    const { keys, key } = place();
    key('id', 'ed25519', CANARY);
    expect(errorOf(await keys.choose(candidate('file:id'))).code).toBe('passphrase_needed');
    expect(errorOf(await keys.choose(candidate('file:id', 'wrong'))).code).toBe('passphrase_wrong');
    expect(await keys.chosen()).toBeNull();
    unwrap(await keys.choose(candidate('file:id', CANARY)));
    await expectSigns(unwrap(await keys.current()));
  });

  it('asks for the passphrase once after a restart, also when it is needed twice at once', async () => {
    const { keys, key, again } = place();
    key('id', 'ed25519', CANARY);
    const chosen = unwrap(await keys.choose(candidate('file:id', CANARY)));
    const asked: unknown[] = [];
    const askPassphrase = async (about: unknown) => {
      asked.push(about);
      return CANARY;
    };
    const next = again({ askPassphrase });
    const both = await Promise.all([next.current(), next.current()]);
    for (const signer of [...both, await next.current()]) await expectSigns(unwrap(signer));
    expect(asked).toEqual([chosen]);
  });

  it('stays closed when the person declines or mistypes, and can be tried again', async () => {
    const { keys, key, again } = place();
    key('id', 'ed25519', CANARY);
    unwrap(await keys.choose(candidate('file:id', CANARY)));
    const answers = [null, 'wrong', CANARY];
    const next = again({ askPassphrase: async () => answers.shift() ?? null });
    expect(errorOf(await next.current()).code).toBe('passphrase_needed');
    expect(errorOf(await next.current()).code).toBe('passphrase_wrong');
    await expectSigns(unwrap(await next.current()));
    expect(errorOf(await again().current()).code).toBe('passphrase_needed');
  });

  it('that is gone is a failure that names it', async () => {
    const { keys, key } = place();
    const path = key('id');
    const print = printOf(path);
    unwrap(await keys.choose(candidate('file:id')));
    rmSync(path);
    const missing = errorOf(await keys.current());
    expect(missing).toMatchObject({ code: 'key_missing', data: { path, chosen: print } });
    expect(missing.message).toContain(print);
  });

  it.each(['', CANARY])(
    'that holds another key now names both, and asks for nothing (passphrase "%s")',
    async (passphrase) => {
      const { keys, key, again } = place();
      const path = key('id');
      const before = printOf(path);
      unwrap(await keys.choose(candidate('file:id')));
      const other = makeKey(join(tempDir(), 'other'), 'ed25519', passphrase);
      copyFileSync(other, path);
      const never = async () => {
        throw new Error('asked for a passphrase');
      };
      for (const now of [keys, again({ askPassphrase: never })]) {
        const changed = errorOf(await now.current());
        expect(changed).toMatchObject({
          code: 'key_changed',
          data: { chosen: before, found: printOf(other) },
        });
        expect(changed.message).toContain(before);
        expect(changed.message).toContain(printOf(other));
      }
    },
  );
});

describe('a generated key', () => {
  it.each([null, CANARY])(
    'is an OpenSSH file for its owner alone, usable by ssh-keygen (passphrase %s)',
    async (passphrase) => {
      const { keys, again, dataDir } = place();
      const view = unwrap(await keys.choose({ use: 'generate', passphrase }));
      const path = join(dataDir, 'keys', 'operator');
      expect(view).toEqual({
        source: 'generated',
        fingerprint: printOf(path),
        type: 'ssh-ed25519',
        comment: 'holdpoint-operator',
      });
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(statSync(join(dataDir, 'keys')).mode & 0o777).toBe(0o700);
      const derived = execFileSync('ssh-keygen', ['-y', '-P', passphrase ?? '', '-f', path], {
        encoding: 'utf8',
      });
      expect(derived.trim()).toBe(publicLine(path));
      await expectSigns(unwrap(await keys.current()));
      const next = again({ askPassphrase: async () => CANARY });
      await expectSigns(unwrap(await next.current()));
      expect((await next.current()).ok && (await keys.candidates())[0]?.encrypted).toBe(passphrase !== null);
    },
  );

  it('is never replaced by another, and can be chosen again', async () => {
    const { keys, key } = place();
    const made = unwrap(await keys.choose({ use: 'generate', passphrase: null }));
    key('id');
    unwrap(await keys.choose(candidate('file:id')));
    expect(errorOf(await keys.choose({ use: 'generate', passphrase: null })).code).toBe('key_exists');
    expect((await keys.chosen())?.source).toBe('file');
    expect(unwrap(await keys.choose(candidate('generated')))).toEqual(made);
  });

  it('is made again when the first one is damaged, which the library does now and then', () => {
    const dataDir = tempDir();
    const sound = readFileSync(makeKey(join(tempDir(), 'id')), 'utf8');
    const lines = sound.split('\n');
    // The last letters of the private half, one line before the end.
    const damaged = [...lines.slice(0, 3), `${lines[3]?.slice(0, -8)}AAAAAAAA`, ...lines.slice(4)].join('\n');
    const texts = [damaged, 'nothing', sound];
    const made = unwrap(generateKey(dataDir, null, () => texts.shift() ?? ''));
    expect(texts).toEqual([]);
    expect(readFileSync(join(dataDir, 'keys', 'operator'), 'utf8')).toBe(sound);
    expect(made.fingerprint).toBe(printOf(join(dataDir, 'keys', 'operator')));
  });

  it('that can not be written is a failure with nothing chosen', async () => {
    const { keys, dataDir } = place();
    writeFileSync(join(dataDir, 'keys'), 'in the way');
    expect(errorOf(await keys.choose({ use: 'generate', passphrase: null })).code).toBe('key_io');
    expect(await keys.chosen()).toBeNull();
  });
});

describe('the stored choice', () => {
  it.each([
    ['half a file', '{"v":1,'],
    [
      'a relative path',
      JSON.stringify({ v: 1, source: 'file', path: 'id', fingerprint: 'SHA256:x', type: 't', comment: '' }),
    ],
    [
      'an unknown source',
      JSON.stringify({ v: 1, source: 'cloud', fingerprint: 'SHA256:x', type: 't', comment: '' }),
    ],
    [
      'key material in it',
      JSON.stringify({ v: 1, source: 'agent', fingerprint: 'SHA256:x', type: 't', comment: '', key: CANARY }),
    ],
  ])('with %s is a failure, and a new choice mends it', async (_, text) => {
    const { keys, key, dataDir } = place();
    key('id');
    writeFileSync(join(dataDir, 'operator-key.json'), text);
    const damaged = await keys.current();
    expect(errorOf(damaged).code).toBe('choice_damaged');
    expectNoSecret(everythingSaid(damaged));
    expect(await keys.chosen()).toBeNull();
    unwrap(await keys.choose(candidate('file:id')));
    await expectSigns(unwrap(await keys.current()));
  });
});

it('no passphrase and no private key is in anything said, shown or stored', async () => {
  const { keys, key, again, dataDir } = place({ askPassphrase: async () => `${CANARY} wrong` });
  const path = key('id', 'rsa:2048', CANARY);
  const said = [
    keys,
    await keys.choose(candidate('file:id', `${CANARY} wrong`)),
    await keys.choose(candidate('file:id', CANARY)),
    await keys.current(),
    await again().current(),
    await keys.candidates(),
    await keys.choose({ use: 'generate', passphrase: CANARY }),
    await again().current(),
    keys,
  ];
  expectNoSecret(everythingSaid(...said), path);
  expectNoSecret(everythingSaid(...said), join(dataDir, 'keys', 'operator'));
  expect(allFiles(dataDir)).not.toContain(CANARY);
  expectNoSecret(readFileSync(join(dataDir, 'operator-key.json'), 'utf8'), path);
});
