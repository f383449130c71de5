/** The stock ssh-keygen, which everything here must agree with. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdpoint-signing-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Makes a key and returns the path of its private half. `args` as ssh-keygen takes them, e.g. `-t ed25519`. */
export function makeKey(folder: string, args: readonly string[], passphrase = ''): string {
  const path = join(folder, `key-${args.join('').replace(/[^a-z0-9]/g, '')}`);
  execFileSync('ssh-keygen', ['-q', '-N', passphrase, '-C', 'test key', ...args, '-f', path]);
  return path;
}

export const publicLine = (path: string): string => readFileSync(`${path}.pub`, 'utf8').trim();

/** `ssh-keygen -Y sign`; returns the armour. */
export function sign(
  path: string,
  namespace: string,
  bytes: Uint8Array,
  ...options: readonly string[]
): string {
  return execFileSync('ssh-keygen', ['-Y', 'sign', '-q', '-n', namespace, '-f', path, ...options], {
    input: bytes,
    encoding: 'utf8',
  });
}

/** `ssh-keygen -Y verify` with an allowed_signers line of this key only; true when it says good. */
export function accepts(publicKey: string, namespace: string, bytes: Uint8Array, armour: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'holdpoint-verify-'));
  try {
    writeFileSync(join(folder, 'signers'), `ann namespaces="${namespace}" ${publicKey}\n`);
    writeFileSync(join(folder, 'sig'), armour);
    const files = ['-f', join(folder, 'signers'), '-s', join(folder, 'sig')];
    const run = spawnSync('ssh-keygen', ['-Y', 'verify', '-I', 'ann', '-n', namespace, ...files], {
      input: bytes,
    });
    return run.status === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
