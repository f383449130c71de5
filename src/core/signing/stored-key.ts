/** Ed25519 keys that Holdpoint makes and keeps in its data folder, one file each, mode 0600. */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import { z } from 'zod';
import type { KeyProtection, KeyWrapper } from './key-wrapper';

const keyFile = z.strictObject({
  v: z.literal(1),
  protection: z.enum(['none', 'passphrase', 'os']),
  /** PKCS#8 DER, wrapped as `protection` says, base64. */
  pkcs8: z.base64(),
});

export interface StoredKey {
  readonly key: KeyObject;
  readonly protection: KeyProtection;
}

/**
 * passphrase_needed: it lies under another protection than the wrapper's. key_damaged: not a key file of ours.
 * key_io: it can't be read or written.
 */
export type StoredKeyCode = 'passphrase_needed' | 'passphrase_wrong' | 'key_damaged' | 'key_io';

/** Writes a file that holds a secret: never readable by others, never half there after a crash. */
export function writeSecretFile(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.new`;
  const fd = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(fd, bytes);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(temporary, path);
}

async function unpack(text: string, wrapper: KeyWrapper): Promise<Result<StoredKey, Failure<StoredKeyCode>>> {
  const parsed = keyFile.parse(JSON.parse(text));
  if (parsed.protection !== wrapper.protection)
    return fail('passphrase_needed', 'the key is protected and was asked for without its protection', {
      protection: parsed.protection,
    });
  const der = await wrapper.unwrap(Buffer.from(parsed.pkcs8, 'base64'));
  if (!der.ok)
    return der.error.code === 'unwrap'
      ? fail('key_damaged', der.error.message)
      : fail('passphrase_wrong', der.error.message);
  const key = createPrivateKey({ key: Buffer.from(der.value), format: 'der', type: 'pkcs8' });
  return ok({ key, protection: parsed.protection });
}

/** Reads a key made by `makeStoredKey`. */
export async function readStoredKey(
  path: string,
  wrapper: KeyWrapper,
): Promise<Result<StoredKey, Failure<StoredKeyCode>>> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return fail('key_io', `can't read the key ${path}: ${(error as Error).message}`, { path });
  }
  try {
    return await unpack(text, wrapper);
  } catch {
    // The parser's words could quote key material, so only the path is passed on.
    return fail('key_damaged', `${path} is not a key file of Holdpoint`, { path });
  }
}

/** Makes a key and stores it. Refuses to replace one that is there. */
export async function makeStoredKey(
  path: string,
  wrapper: KeyWrapper,
): Promise<Result<StoredKey, Failure<StoredKeyCode>>> {
  if (existsSync(path)) return fail('key_io', `there is a key already: ${path}`, { path });
  const { privateKey: key } = generateKeyPairSync('ed25519');
  const wrapped = await wrapper.wrap(key.export({ format: 'der', type: 'pkcs8' }));
  const value = { v: 1, protection: wrapper.protection, pkcs8: Buffer.from(wrapped).toString('base64') };
  try {
    writeSecretFile(path, Buffer.from(`${JSON.stringify(value)}\n`));
  } catch (error) {
    return fail('key_io', `can't write the key ${path}: ${(error as Error).message}`, { path });
  }
  return ok({ key, protection: wrapper.protection });
}
