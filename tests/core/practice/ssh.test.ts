import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import type { Practice } from '@core/practice/types';
import ssh2, { type Client, type SFTPWrapper } from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPractice, logIn, openSftp, run, variable } from './support/client';
import { processesOf, until } from './support/processes';
import { temporaryFolder } from './support/temporary-folder';

let practice: Practice;
let client: Client;
beforeAll(async () => {
  practice = await aPractice();
  client = await logIn(practice);
});
afterAll(async () => {
  client.end();
  await practice.stop();
});

describe('who may log in', () => {
  it('a client with another key is refused', async () => {
    const stranger = ssh2.utils.generateKeyPairSync('ed25519').private;
    await expect(logIn(practice, stranger)).rejects.toThrow(/authentication/);
  });

  it('another user name is refused', async () => {
    const other = { ...practice, target: { ...practice.target, user: 'root' } };
    await expect(logIn(other)).rejects.toThrow(/authentication/);
  });

  it('only the operator can read the key', () => {
    expect(statSync(practice.clientKeyPath).mode & 0o777).toBe(0o600);
  });
});

describe('commands', () => {
  it.each([0, 1, 7, 126, 255])('pass exit code %i on', async (code) => {
    expect(await run(client, `exit ${code}`)).toMatchObject({ code, signal: null });
  });

  it('pass a signal on as a signal, not as a code', async () => {
    expect(await run(client, 'kill -KILL $$')).toMatchObject({ code: null, signal: 'SIGKILL' });
  });

  it('say 127 for a command that does not exist', async () => {
    const ended = await run(client, 'no-such-command');
    expect(ended.code).toBe(127);
    expect(ended.stderr).toMatch(/not found/);
  });

  it('keep output and errors apart and complete, also when the exit comes first', async () => {
    const ended = await run(client, '(sleep 0.2; echo late; echo worse >&2) & exit 3');
    expect(ended).toMatchObject({ code: 3, stdout: 'late\n', stderr: 'worse\n' });
  });

  it('stream 20 MB through without losing a byte', async () => {
    const sent = randomBytes(20 * 1024 * 1024);
    const ended = await run(client, 'sha256sum', sent);
    expect(ended.stdout).toContain(createHash('sha256').update(sent).digest('hex'));
  });

  it('wait for a slow reader instead of filling memory', async () => {
    const written = join(practice.root, 'home', 'written');
    const command = `head -c 50000000 /dev/zero; echo done > ${written}`;
    const ended = await new Promise<number>((resolve, reject) => {
      client.exec(command, (error, channel) => {
        if (error !== undefined) return reject(error);
        let bytes = 0;
        // Nothing is read until the writer has stopped moving; it can't have come to its end.
        setTimeout(() => {
          expect(() => statSync(written)).toThrow(/ENOENT/);
          channel.on('data', (chunk: Buffer) => {
            bytes += chunk.length;
          });
          channel.on('close', () => resolve(bytes));
        }, 500);
      });
    });
    expect(ended).toBe(50_000_000);
  });

  it('a signal from the client reaches the whole process group', async () => {
    const ended = await new Promise((resolve, reject) => {
      client.exec('echo on; sleep 600 | sleep 601', (error, channel) => {
        if (error !== undefined) return reject(error);
        channel.once('data', () => channel.signal('TERM'));
        channel.on('exit', (code: number | null, signal: string) => resolve({ code, signal }));
      });
    });
    expect(ended).toEqual({ code: null, signal: 'SIGTERM' });
  });

  it('live in the practice: home, own tools first, nothing of our environment', async () => {
    const { stdout } = await run(client, 'pwd; echo "$HOME"; command -v orders; command -v node; env');
    const [folder, home, orders, node] = stdout.split('\n');
    const { root } = practice;
    expect([folder, home]).toEqual([`${root}/home`, `${root}/home`]);
    expect([orders, node]).toEqual([`${root}/bin/orders`, `${root}/bin/node`]);
    expect(stdout).not.toMatch(/VITEST/);
  });

  it('go on when the connection is lost', async () => {
    const second = await logIn(practice);
    const proof = join(practice.root, 'home', 'went-on');
    const command = `exec sh -c 'echo started; while [ ! -e ${proof}.go ]; do sleep 0.05; done; touch ${proof}'`;
    await new Promise<void>((resolve, reject) => {
      second.exec(command, (error, channel) => {
        if (error !== undefined) return reject(error);
        channel.once('data', () => resolve());
      });
    });
    second.destroy();
    writeFileSync(`${proof}.go`, '');
    await until(
      'the command came to its end',
      () => statSync(proof, { throwIfNoEntry: false }) !== undefined,
    );
  });
});

describe('files', () => {
  let sftp: SFTPWrapper;
  beforeAll(async () => {
    sftp = await openSftp(client);
  });
  const failure = (work: (done: (error?: Error | null) => void) => void) =>
    new Promise<string>((resolve, reject) => {
      work((error) => (error ? resolve(error.message) : reject(new Error('it was allowed'))));
    });
  const done = (work: (end: (error?: Error | null) => void) => void) =>
    new Promise<void>((resolve, reject) => {
      work((error) => (error ? reject(error) : resolve()));
    });

  it('are uploaded byte for byte, made folders for, and renamed', async () => {
    const local = join(temporaryFolder(), 'release');
    const bytes = randomBytes(3_000_001);
    writeFileSync(local, bytes);
    const folder = join(practice.root, 'incoming', 'new');
    await done((end) => sftp.mkdir(folder, end));
    await done((end) => sftp.fastPut(local, `${folder}/release.part`, end));
    await done((end) => sftp.rename(`${folder}/release.part`, `${folder}/release`, end));
    expect(readFileSync(`${folder}/release`).equals(bytes)).toBe(true);
    const size = await new Promise((resolve, reject) => {
      sftp.stat(`${folder}/release`, (error, found) => (error ? reject(error) : resolve(found.size)));
    });
    expect(size).toBe(bytes.length);
  });

  it('are replaced by a rename in one step, so that an upload can be tried again', async () => {
    const folder = join(practice.root, 'incoming');
    for (const name of ['one', 'two']) writeFileSync(join(folder, name), name);
    await done((end) => sftp.rename(`${folder}/one`, `${folder}/two`, end));
    expect(readFileSync(`${folder}/two`, 'utf8')).toBe('one');
  });

  it('are not renamed out of the practice', async () => {
    const outside = join(temporaryFolder(), 'taken');
    writeFileSync(join(practice.root, 'home', 'mine'), 'mine');
    expect(await failure((end) => sftp.rename('mine', outside, end))).toMatch(/outside/);
    expect(await failure((end) => sftp.rename('/etc/hostname', 'mine', end))).toMatch(/outside/);
  });

  it.each(['/', '/etc/passwd', '../../..', '/tmp', '../../../../etc/passwd'])(
    '%s is outside',
    async (path) => {
      expect(await failure((end) => sftp.stat(path, end))).toMatch(/outside/);
      expect(await failure((end) => sftp.readFile(path, end))).toMatch(/outside/);
      expect(await failure((end) => sftp.writeFile(`${path}/new`, 'x', end))).toMatch(/outside/);
    },
  );

  it('a symbolic link does not lead out, whether its end exists or not', async () => {
    const outside = temporaryFolder();
    writeFileSync(join(outside, 'secret'), 'secret');
    const home = join(practice.root, 'home');
    symlinkSync(join(outside, 'secret'), join(home, 'to-file'));
    symlinkSync(outside, join(home, 'to-folder'));
    symlinkSync(join(outside, 'not-yet'), join(home, 'to-nothing'));
    expect(await failure((end) => sftp.readFile('to-file', end))).toMatch(/outside/);
    expect(await failure((end) => sftp.writeFile('to-folder/new', 'x', end))).toMatch(/outside/);
    expect(await failure((end) => sftp.writeFile('to-nothing', 'x', end))).toMatch(/No such file|ENOENT/);
    expect(await failure((end) => sftp.mkdir('to-folder/sub', end))).toMatch(/outside/);
  });

  it('say "no such file" for what is not there', async () => {
    expect(await failure((end) => sftp.stat('nothing', end))).toMatch(/No such file|ENOENT/);
  });
});

describe('forwarding', () => {
  const status = (port: number) =>
    new Promise<number | undefined>((resolve, reject) => {
      client.forwardOut('127.0.0.1', 0, '127.0.0.1', port, (error, stream) => {
        if (error !== undefined) return reject(error);
        const asked = request({ createConnection: () => stream as never, path: '/healthz' }, (answer) => {
          answer.resume().on('end', () => resolve(answer.statusCode));
        });
        asked.on('error', reject).end();
      });
    });

  it('reaches the service', async () => {
    expect(await status(Number(variable(practice, 'entry_port')))).toBe(200);
  });

  it('is refused for any other port and any other host', async () => {
    await expect(status(practice.target.port)).rejects.toThrow(/Channel open failure/);
    const elsewhere = new Promise((resolve, reject) => {
      const port = Number(variable(practice, 'entry_port'));
      client.forwardOut('127.0.0.1', 0, '127.0.0.2', port, (error) =>
        error ? reject(error) : resolve(null),
      );
    });
    await expect(elsewhere).rejects.toThrow(/Channel open failure/);
  });

  it('is refused, not left open, while nobody listens', async () => {
    await expect(status(Number(variable(practice, 'candidate_port')))).rejects.toThrow(
      /Channel open failure/,
    );
  });
});

it('the test sees the processes of the practice at all', () => {
  expect(processesOf(practice.root).length).toBeGreaterThanOrEqual(5);
});
