import { open } from 'node:fs/promises';
import { fail, ok, type Result } from '@domain/kernel/result';

export type ReadCode = 'not_found' | 'not_a_file' | 'too_large' | 'encoding' | 'unreadable';

/** Bytes of a file that has at most `maxBytes`. Reads no more than that, whatever the file's size says. */
export async function readBytes(path: string, maxBytes: number): Promise<Result<Uint8Array>> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    return unreadable(path, error);
  }
  try {
    if (!(await handle.stat()).isFile()) return fail('not_a_file', `${path} is not a file`, { path });
    const buffer = Buffer.alloc(maxBytes + 1);
    let length = 0;
    while (length <= maxBytes) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) return ok(Uint8Array.from(buffer.subarray(0, length)));
      length += bytesRead;
    }
    return fail('too_large', `${path} is larger than ${maxBytes} bytes`, { path });
  } catch (error) {
    return unreadable(path, error);
  } finally {
    await handle.close();
  }
}

function unreadable(path: string, error: unknown): Result<never> {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  if (code === 'ENOENT' || code === 'ENOTDIR') return fail('not_found', `${path} does not exist`, { path });
  return fail('unreadable', `${path} can't be read: ${code}`, { path, errno: code });
}

/** UTF-8 text of bytes; anything else is refused, never repaired. A byte order mark is dropped. */
export function decodeText(bytes: Uint8Array, path: string): Result<string> {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return fail('encoding', `${path} is not UTF-8 text`, { path });
  }
}
