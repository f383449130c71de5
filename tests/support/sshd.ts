/** A real OpenSSH server on a free port with keys of its own, for root and for a normal user. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { makeTempDir, removeTempDir } from './temp-dir';

export interface Sshd {
  readonly port: number;
  readonly user: string;
  /** Scratch folder, removed by stop(). */
  readonly folder: string;
  /** The server's key as a known_hosts line for 127.0.0.1 and this port. */
  readonly hostKeyLine: string;
  /** A file holding that line. */
  readonly knownHosts: string;
  /** A private key file without passphrase that may log in. */
  readonly clientKey: string;
  /** The same key, encrypted with `passphrase`. */
  readonly encryptedKey: string;
  readonly passphrase: string;
  /** Pids of everything below the listening sshd: sessions, shells, commands. */
  descendants(): readonly number[];
  stop(): Promise<void>;
}

export const makeKey = (path: string, passphrase = '', type = 'ed25519'): void => {
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', 'test', '-f', path]);
};

const publicKey = (path: string) => readFileSync(`${path}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');

/** `extraConfig` lines come first, so they win over the defaults below. */
export async function startSshd(extraConfig: readonly string[] = []): Promise<Sshd> {
  const folder = makeTempDir();
  const at = (name: string) => join(folder, name);
  makeKey(at('host'));
  makeKey(at('client'));
  const passphrase = 'correct horse';
  writeFileSync(at('encrypted'), readFileSync(at('client')));
  chmodSync(at('encrypted'), 0o600);
  execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', passphrase, '-f', at('encrypted')]);
  writeFileSync(at('authorized_keys'), readFileSync(at('client.pub')));
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  const { server, port } = await listen(folder, extraConfig);
  const hostKeyLine = `[127.0.0.1]:${port} ${publicKey(at('host'))}`;
  writeFileSync(at('known_hosts'), `${hostKeyLine}\n`);
  return {
    port,
    user: userInfo().username,
    folder,
    hostKeyLine,
    knownHosts: at('known_hosts'),
    clientKey: at('client'),
    encryptedKey: at('encrypted'),
    passphrase,
    descendants: () => descendantsOf(server.pid ?? -1),
    stop: async () => {
      for (const pid of [...descendantsOf(server.pid ?? -1), server.pid ?? -1]) killQuietly(pid);
      await exited(server);
      removeTempDir(folder);
    },
  };
}

/** Another process may take the free port first; then another is tried. */
async function listen(folder: string, extraConfig: readonly string[]) {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const port = await freePort();
    writeFileSync(join(folder, 'sshd_config'), config(folder, port, extraConfig));
    const server = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', join(folder, 'sshd_config')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (await listening(server)) return { server, port };
  }
  throw new Error('sshd did not start; is openssh-server installed?');
}

const config = (folder: string, port: number, extra: readonly string[]) =>
  [
    ...extra,
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${folder}/host`,
    `PidFile ${folder}/sshd.pid`,
    `AuthorizedKeysFile ${folder}/authorized_keys`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    ...(extra.some((line) => line.startsWith('Subsystem')) ? [] : ['Subsystem sftp internal-sftp']), // once only
    'MaxStartups 100',
    'LogLevel VERBOSE',
    '',
  ].join('\n');

function listening(server: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    let log = '';
    server.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('Server listening')) resolve(true);
    });
    server.on('exit', () => resolve(false));
    server.on('error', () => resolve(false));
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

export function descendantsOf(pid: number): readonly number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    pairs.flatMap(([child, of]) => (of === parent && child !== undefined ? [child, ...below(child)] : []));
  return below(pid);
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const exited = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
