import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, hostKeyOf } from '@core/ssh/host-key';
import { hostVerifier, knownHostKeys } from '@core/ssh/host-verifier';
import { judgeHostKey } from '@core/ssh/judge-host-key';
import { coversHost, knownHostName, knownKeyTypes, parseKnownHosts } from '@core/ssh/known-hosts';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeKey } from '../../support/sshd';
import { makeTempDir, removeTempDir, tempDir } from '../../support/temp-dir';
import { errorOf, unwrap } from './helpers';

interface TestKey {
  readonly line: string;
  readonly blob: Uint8Array;
  readonly printed: string;
}
let ed: TestKey;
let other: TestKey;
let ecdsa: TestKey;

beforeAll(() => {
  const folder = makeTempDir();
  const make = (name: string, type: string): TestKey => {
    makeKey(join(folder, name), '', type);
    const [keyType, base64] = readFileSync(join(folder, `${name}.pub`), 'utf8').split(' ');
    const printed = execFileSync('ssh-keygen', ['-l', '-f', join(folder, `${name}.pub`)], {
      encoding: 'utf8',
    });
    return {
      line: `${keyType} ${base64}`,
      blob: new Uint8Array(Buffer.from(base64 ?? '', 'base64')),
      printed: printed.split(' ')[1] ?? '',
    };
  };
  ed = make('ed', 'ed25519');
  other = make('other', 'ed25519');
  ecdsa = make('ecdsa', 'ecdsa');
  return () => removeTempDir(folder);
});

it('a fingerprint is what ssh-keygen -l prints', () => {
  expect(fingerprint(ed.blob)).toBe(ed.printed);
  expect(hostKeyOf(ecdsa.blob)).toMatchObject({ type: 'ecdsa-sha2-nistp256', sha256: ecdsa.printed });
});

describe('matching a host field', () => {
  const cases: [string, string, number, boolean][] = [
    ['example.com', 'example.com', 22, true],
    ['example.com', 'Example.COM', 22, true],
    ['example.com', 'www.example.com', 22, false],
    ['example.com', 'example.com', 2222, false],
    ['[example.com]:2222', 'example.com', 2222, true],
    ['[example.com]:2222', 'example.com', 22, false],
    ['*.example.com', 'www.example.com', 22, true],
    ['*.example.com', 'example.com', 22, false],
    ['*', 'anything', 22, true],
    ['host?', 'host1', 22, true],
    ['host?', 'host', 22, false],
    ['a*b*c', 'axxbxxbc', 22, true],
    ['a*b*c', 'axxbxx', 22, false],
    ['[*.example.com]:2222', 'www.example.com', 2222, true],
    ['*.example.com,!secret.example.com', 'secret.example.com', 22, false],
    ['!secret.example.com,*.example.com', 'www.example.com', 22, true],
    ['!secret.example.com', 'www.example.com', 22, false],
    ['web,10.0.0.1', '10.0.0.1', 22, true],
    ['10.0.0.?', '10.0.0.12', 22, false],
  ];

  it.each(cases)('"%s" and %s port %d: %s, as ssh-keygen -F finds', (hosts, host, port, covered) => {
    const file = join(tempDir(), 'known_hosts');
    writeFileSync(file, `${hosts} ${ed.line}\n`);
    const name = knownHostName(host, port);
    expect(coversHost(hosts, name)).toBe(covered);
    expect(spawnSync('ssh-keygen', ['-F', name, '-f', file]).status === 0).toBe(covered);
  });

  it.each([
    ['example.com', 22],
    ['example.com', 2222],
    ['10.0.0.1', 22],
  ])('an entry hashed by ssh-keygen -H is found for %s port %d only', (host, port) => {
    const file = join(tempDir(), 'known_hosts');
    writeFileSync(file, `${knownHostName(host, port)} ${ed.line}\n`);
    execFileSync('ssh-keygen', ['-H', '-f', file], { stdio: 'ignore' });
    const [entry] = parseKnownHosts(readFileSync(file, 'utf8'), file).entries;
    expect(entry?.hosts.startsWith('|1|')).toBe(true);
    expect(coversHost(entry?.hosts ?? '', knownHostName(host, port))).toBe(true);
    expect(coversHost(entry?.hosts ?? '', knownHostName('other.example', port))).toBe(false);
    expect(coversHost(entry?.hosts ?? '', knownHostName(host, port + 1))).toBe(false);
  });

  it('a hostile pattern takes no time', () =>
    expect(coversHost(`${'*a'.repeat(500)}b`, 'a'.repeat(5000))).toBe(false));
});

describe('parsing', () => {
  it('skips comments and blank lines and numbers every line it cannot read', () => {
    const text = `# comment\n\n  \t\nhost ${'x'}\n@strange host ssh-ed25519 AAAA\nold 1024 35 1234567\r\nhost ${ed.line} a comment\r\n`;
    const { entries, problems } = parseKnownHosts(text, 'f');
    expect(entries.map((entry) => entry.line)).toEqual([7]);
    expect(problems.map((problem) => problem.line)).toEqual([4, 5, 6]);
  });
});

describe('the decision on a host key', () => {
  const at = { host: 'db.example', port: 22 };
  const judge = (text: string, key: TestKey = ed) =>
    judgeHostKey(parseKnownHosts(text, 'kh').entries, ['kh'], at, hostKeyOf(key.blob));

  it('names the line that knows the key', () =>
    expect(unwrap(judge(`x ${other.line}\ndb.example ${ed.line}\n`))).toEqual({ known: 'kh:2' }));

  it('is host_key_changed with file, line and both fingerprints when the type is known with another key', () => {
    const error = errorOf(judge(`# top\ndb.example ${other.line}\n`));
    expect(error).toMatchObject({ code: 'host_key_changed', data: { file: 'kh', line: 2 } });
    expect(error.message).toContain(ed.printed);
    expect(error.message).toContain(other.printed);
  });

  it('knows a key that is listed beside an older one of the same type', () =>
    expect(judge(`db.example ${other.line}\ndb.example ${ed.line}\n`).ok).toBe(true));

  it('is host_key_revoked even when another line knows the key', () =>
    expect(errorOf(judge(`db.example ${ed.line}\n@revoked * ${ed.line}\n`))).toMatchObject({
      code: 'host_key_revoked',
      data: { line: 2 },
    }));

  it('is not moved by a revocation for other hosts or of other keys', () =>
    expect(judge(`db.example ${ed.line}\n@revoked web ${ed.line}\n@revoked * ${other.line}\n`).ok).toBe(
      true,
    ));

  it('is host_key_unknown with the fingerprint and the places looked in', () => {
    const error = errorOf(judge(`web ${ed.line}\n`));
    expect(error).toMatchObject({
      code: 'host_key_unknown',
      data: { fingerprint: ed.printed, looked_in: 'kh' },
    });
  });

  it('is host_key_unknown when only another type is known, and names that type', () =>
    expect(errorOf(judge(`db.example ${ecdsa.line}\n`)).message).toContain('ecdsa-sha2-nistp256'));

  it('never takes a certificate authority for a host key, and says which transport can', () => {
    const error = errorOf(judge(`@cert-authority *.example ${ed.line}\n`));
    expect(error).toMatchObject({ code: 'host_key_needs_certificate', data: { line: 1 } });
    expect(error.message).toContain('OpenSSH transport');
  });

  it('asks for known types first', () =>
    expect(
      knownKeyTypes(
        parseKnownHosts(`db.example ${ecdsa.line}\n@revoked * ${ed.line}\n`, 'kh').entries,
        at.host,
        22,
      ),
    ).toEqual(['ecdsa-sha2-nistp256']));
});

describe('several files', () => {
  const at = { host: 'db.example', port: 22 };

  it('count together, and a missing one is empty', () => {
    const folder = tempDir();
    writeFileSync(join(folder, 'user'), `web ${ed.line}\n`);
    writeFileSync(join(folder, 'global'), `db.example ${ed.line}\n`);
    const files = ['missing', 'user', 'global'].map((name) => join(folder, name));
    const verify = hostVerifier(files);
    expect(unwrap(verify(at, hostKeyOf(ed.blob))).known).toBe(`${folder}/global:1`);
    writeFileSync(join(folder, 'user'), `@revoked * ${ed.line}\n`);
    expect(errorOf(verify(at, hostKeyOf(ed.blob))).code).toBe('host_key_revoked');
  });

  it('that cannot be read refuse, because they may revoke', () => {
    const folder = tempDir(); // a folder where a file should be: EISDIR, also for root
    expect(errorOf(hostVerifier([folder])(at, hostKeyOf(ed.blob))).code).toBe('known_hosts_unreadable');
    expect(knownHostKeys([folder]).knownTypes(at)).toEqual([]);
  });

  it('knows nobody when there is no file at all', () =>
    expect(errorOf(hostVerifier([])(at, hostKeyOf(ed.blob))).code).toBe('host_key_unknown'));
});
