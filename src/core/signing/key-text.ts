/** Reads a private key file as text, as carefully as ssh does. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';

/**
 * key_missing: no such file. passphrase_needed, passphrase_wrong: as they say.
 * key_unusable: not readable, open to others, of a kind or format that can't sign here; the message says which.
 */
export type KeyFileCode = 'key_missing' | 'key_unusable' | 'passphrase_needed' | 'passphrase_wrong';

export interface KeyText {
  readonly path: string;
  readonly text: string;
}

/** An RSA-16384 key is below 13 KiB. */
const MAX_BYTES = 64 * 1024;
const OTHERS = 0o077;
// Windows has no O_NONBLOCK.
const NONBLOCKING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

type FileHandle = Awaited<ReturnType<typeof open>>;

function refuseByStat(path: string, stat: { isFile(): boolean; size: number; mode: number }): string | null {
  if (!stat.isFile()) return `${path} is not a file`;
  if (stat.size > MAX_BYTES) return `${path} is too large for a key`;
  if (process.platform !== 'win32' && (stat.mode & OTHERS) !== 0)
    return `the key ${path} can be read by others and is not used, as ssh would not; chmod 600 it`;
  return null;
}

async function readAll(path: string, file: FileHandle): Promise<Result<KeyText, Failure<KeyFileCode>>> {
  const refusal = refuseByStat(path, await file.stat());
  if (refusal !== null) return fail('key_unusable', refusal, { path });
  return ok({ path, text: await file.readFile('utf8') });
}

/** Never rejects for what a file system may say. */
export async function readKeyText(path: string): Promise<Result<KeyText, Failure<KeyFileCode>>> {
  let file: FileHandle | null = null;
  try {
    // Not to wait for a writer when the path is a named pipe.
    file = await open(path, NONBLOCKING);
    return await readAll(path, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return fail('key_missing', `there is no key file ${path}`, { path });
    return fail('key_unusable', `can't read the key ${path} (${code ?? 'unknown'})`, { path });
  } finally {
    await file?.close();
  }
}
