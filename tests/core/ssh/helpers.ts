import type { Connection } from '@core/ports';
import type { Credentials } from '@core/ssh/credentials';
import { knownHostKeys, knownHostKeysFromText } from '@core/ssh/host-verifier';
import { ssh2Transport } from '@core/ssh/ssh2-transport';
import type { Failure, Result } from '@domain/kernel/result';
import type { PlannedTarget } from '@domain/plan/plan';
import type { ScriptedServer } from '../../support/ssh-server';
import type { Sshd } from '../../support/sshd';

export const never = (): AbortSignal => new AbortController().signal;

export const target = (port: number, user = 'tester', host = '127.0.0.1'): PlannedTarget => ({
  name: 'app-1',
  host,
  port,
  user,
  transport: 'ssh2',
  vars: [],
});

export const noCredentials: Credentials = { agentSocket: null, keyFiles: [] };

export const keyFile = (path: string, passphrase: string | null = null): Credentials => ({
  agentSocket: null,
  keyFiles: [{ path, passphrase: async () => passphrase }],
});

export const inMemory = (privateKey: string): Credentials => ({
  ...noCredentials,
  inMemoryKeys: [{ name: 'test key', privateKey }],
});

export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

export function errorOf(result: Result<unknown>): Failure {
  if (result.ok) throw new Error('expected a failure');
  return result.error;
}

export const transportTo = (server: ScriptedServer) =>
  ssh2Transport({
    hostKeys: knownHostKeysFromText(server.hostKeyLine, 'test'),
    credentials: () => inMemory(server.clientKey),
  });

export const connectTo = async (server: ScriptedServer): Promise<Connection> =>
  unwrap(await transportTo(server).connect(target(server.port), never()));

export const connectToSshd = async (sshd: Sshd, credentials = keyFile(sshd.clientKey)): Promise<Connection> =>
  unwrap(
    await ssh2Transport({
      hostKeys: knownHostKeys([sshd.knownHosts]),
      credentials: () => credentials,
    }).connect(target(sshd.port, sshd.user), never()),
  );

/** Collects the bytes of a stream of chunks. */
export function collector() {
  const chunks: Buffer[] = [];
  return {
    push: (chunk: Uint8Array) => {
      chunks.push(Buffer.from(chunk));
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
    bytes: () => Buffer.concat(chunks),
  };
}
