/** A plain SSH client for tests: what any other program would see of the practice. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startPractice } from '@core/practice/practice';
import type { Practice, PracticeAccess } from '@core/practice/types';
import ssh2, { type Client, type SFTPWrapper } from 'ssh2';
import { temporaryFolder } from './temporary-folder';

export const resourcesDir = fileURLToPath(new URL('../../../../resources', import.meta.url));
export const nodeRunner = { command: process.execPath, args: [], env: {} };

/** A practice in a fresh temporary folder. */
export const aPractice = (): Promise<Practice> =>
  startPractice({
    dir: temporaryFolder(),
    nodeRunner,
    resourcesDir,
    signal: new AbortController().signal,
  });

export function variable({ target }: PracticeAccess, name: string): string {
  const found = target.vars.find((each) => each.name === name);
  if (found === undefined) throw new Error(`the practice has no variable ${name}`);
  return found.value;
}

/** Logs in with the practice's key and accepts only the host key the practice has told. */
export function logIn(
  { target, knownHostsLine, clientKeyPath }: PracticeAccess,
  privateKey: string = readFileSync(clientKeyPath, 'utf8'),
): Promise<Client> {
  const told = knownHostsLine.trim().split(' ')[2];
  const client = new ssh2.Client();
  return new Promise((resolve, reject) => {
    client.once('ready', () => resolve(client)).once('error', reject);
    client.connect({
      host: target.host,
      port: target.port,
      username: target.user,
      privateKey,
      hostVerifier: (key: Buffer) => key.toString('base64') === told,
    });
  });
}

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command, with `root` exported as a run exports it. */
export function run(client: Client, command: string, stdin: string | Buffer = ''): Promise<Ended> {
  return new Promise((resolve, reject) => {
    client.exec(`root="$PRACTICE_ROOT"; export root; ${command}`, (error, channel) => {
      if (error !== undefined) return reject(error);
      let end: Pick<Ended, 'code' | 'signal'> = { code: null, signal: null };
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      channel.on('data', (chunk: Buffer) => out.push(chunk));
      channel.stderr.on('data', (chunk: Buffer) => err.push(chunk));
      channel.on('exit', (code: number | null, signal: string | undefined) => {
        end = { code, signal: signal ?? null };
      });
      channel.on('close', () =>
        resolve({
          ...end,
          stdout: Buffer.concat(out).toString(),
          stderr: Buffer.concat(err).toString(),
        }),
      );
      channel.end(stdin);
    });
  });
}

export const openSftp = (client: Client): Promise<SFTPWrapper> =>
  new Promise((resolve, reject) => {
    client.sftp((error, sftp) => (error === undefined ? resolve(sftp) : reject(error)));
  });
