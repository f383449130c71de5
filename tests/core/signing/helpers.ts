import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { NAMESPACES } from '@domain/evidence/sshsig';
import type { Failure, Result } from '@domain/kernel/result';
import { expect, onTestFinished } from 'vitest';
import { tempDir } from '../../support/temp-dir';

export const NAMESPACE = NAMESPACES.record;
export const BYTES = Buffer.from('{"a":1}\n');
/** Must be found in nothing that a program says. */
export const CANARY = 'canary horse battery staple';

export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

export function errorOf(result: Result<unknown, Failure>): Failure {
  if (result.ok) throw new Error('expected a failure');
  return result.error;
}

/** `kind` as ssh-keygen knows it: `ed25519`, `rsa:3072`, `ecdsa:384`. Gives the path. */
export function makeKey(
  path: string,
  kind = 'ed25519',
  passphrase = '',
  more: readonly string[] = [],
): string {
  const [type, bits] = kind.split(':') as [string, string?];
  const size = bits === undefined ? [] : ['-b', bits];
  const comment = `${type} of a test`;
  // One round of key derivation: these keys guard nothing.
  const cheap = ['-a', '1'];
  execFileSync('ssh-keygen', [
    '-q',
    '-t',
    type,
    ...size,
    ...cheap,
    '-N',
    passphrase,
    '-C',
    comment,
    '-f',
    path,
    ...more,
  ]);
  return path;
}

export const publicLine = (path: string): string => readFileSync(`${path}.pub`, 'utf8').trim();
export const printOf = (path: string): string =>
  execFileSync('ssh-keygen', ['-l', '-f', `${path}.pub`], { encoding: 'utf8' }).split(' ')[1] ?? '';

/** What the stock tool says of a signature, with an allowed_signers file of just this key. */
export function stockVerify(
  armoured: string,
  publicKey: string,
  bytes: Uint8Array,
  namespace: string = NAMESPACE,
) {
  const folder = tempDir();
  const [signature, signers] = [join(folder, 'sig'), join(folder, 'signers')];
  writeFileSync(signature, armoured);
  writeFileSync(signers, `someone@example.com ${publicKey}\n`);
  const args = ['-Y', 'verify', '-f', signers, '-I', 'someone@example.com', '-n', namespace, '-s', signature];
  const ran = spawnSync('ssh-keygen', args, { input: bytes, encoding: 'utf8' });
  return { accepted: ran.status === 0, said: ran.stdout + ran.stderr };
}

function ended(child: ChildProcess): Promise<unknown> {
  return child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : once(child, 'exit');
}

/** Resolves when the file is there; no clock involved. */
function appears(path: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(dirname(path), () => check());
    const check = () => {
      if (!existsSync(path)) return;
      watcher.close();
      resolve();
    };
    check();
  });
}

export interface TestAgent {
  readonly socket: string;
  add(keyPath: string, ...options: readonly string[]): void;
  remove(keyPath: string): void;
  /** `ssh-add -x`. */
  lock(password: string): void;
  stop(): Promise<void>;
}

/** A real ssh-agent on a socket of its own, gone when the test is over. */
export async function startAgent(): Promise<TestAgent> {
  const folder = tempDir();
  const socket = join(folder, 'agent');
  const child = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  const stop = async () => {
    child.kill();
    await ended(child);
  };
  onTestFinished(stop);
  await appears(socket);
  const env = { ...process.env, SSH_AUTH_SOCK: socket };
  const sshAdd = (args: readonly string[], more = {}) =>
    execFileSync('ssh-add', args, { env: { ...env, ...more }, stdio: 'pipe' });
  return {
    socket,
    add: (path, ...options) => sshAdd([...options, path]),
    remove: (path) => sshAdd(['-d', path]),
    lock: (password) => {
      const asker = join(folder, 'asker');
      writeFileSync(asker, `#!/bin/sh\necho '${password}'\n`, { mode: 0o700 });
      sshAdd(['-x'], { SSH_ASKPASS: asker, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: ':none' });
    },
    stop,
  };
}

/** A socket that behaves as told, to whatever is sent to it. */
export async function fakeAgent(answer: (request: Buffer, socket: Socket) => void): Promise<string> {
  const path = join(tempDir(), 'fake');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => answer(chunk, socket));
  });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  server.listen(path);
  await once(server, 'listening');
  return path;
}

/** A length and the message, as an agent frames it. */
export function frame(...message: readonly (number | Uint8Array)[]): Buffer {
  const body = Buffer.concat(message.map((part) => (typeof part === 'number' ? Buffer.of(part) : part)));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
}

/** Every way in which a value may end in a log or on a screen. */
export function everythingSaid(...values: readonly unknown[]): string {
  return values
    .map(
      (value) =>
        `${inspect(value, { depth: 20, showHidden: true })}\n${JSON.stringify(value)}\n${String(value)}`,
    )
    .join('\n');
}

/** The secret lines of a private key file: none of them may be said. */
export function expectNoSecret(said: string, keyPath: string | null = null): void {
  expect(said).not.toContain(CANARY);
  if (keyPath === null) return;
  const body = readFileSync(keyPath, 'utf8').split('\n').slice(1, -2);
  // The first half repeats the public key; what follows is secret alone.
  for (const line of body.slice(Math.ceil(body.length / 2))) expect(said).not.toContain(line);
  expect(said).not.toContain('PRIVATE KEY');
}
