/** Writes a folder whole or not at all: everything lies in a hidden neighbour, on disk, before it gets its name. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';

export type FolderCode = 'exists' | 'io';

export const PRIVATE_FOLDER = 0o700;

export function writeDurable(path: string, bytes: Uint8Array | string, mode = 0o600): void {
  mkdirSync(dirname(path), { recursive: true, mode: PRIVATE_FOLDER });
  const fd = openSync(path, 'wx', mode);
  try {
    const data = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
    for (let at = 0; at < data.length; ) at += writeSync(fd, data, at);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Makes a rename or new names in this folder survive a power cut. Windows can't open folders and needs it not. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** A name beside `path` that no reader takes for the real one. */
export const hiddenNeighbour = (path: string): string =>
  join(dirname(path), `.${basename(path)}.${process.pid}.${randomBytes(4).toString('hex')}`);

/**
 * Gives `fill` an empty folder, then names it `path`. An older folder there is replaced only if `replace` says so; it
 * is moved aside first, so that at no moment a mix of both is seen.
 */
export async function writeFolder<E extends Failure>(
  path: string,
  replace: boolean,
  fill: (folder: string) => Promise<Result<null, E>>,
): Promise<Result<null, E | Failure<FolderCode>>> {
  if (!replace && existsSync(path)) return fail('exists', `${path} is there already`, { path });
  const fresh = hiddenNeighbour(path);
  try {
    mkdirSync(fresh, { recursive: true, mode: PRIVATE_FOLDER });
    const filled = await fill(fresh);
    if (!filled.ok) return filled;
    syncFolder(fresh);
    putInPlace(fresh, path);
    return ok(null);
  } catch (error) {
    return ioFailure(error, path);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function putInPlace(fresh: string, path: string): void {
  const old = existsSync(path) ? hiddenNeighbour(path) : null;
  if (old !== null) renameSync(path, old);
  renameSync(fresh, path);
  syncFolder(dirname(path));
  if (old !== null) rmSync(old, { recursive: true, force: true });
}

/** An error of the disk as a Failure; rethrows what is a bug. */
export function ioFailure(
  error: unknown,
  path: string,
): { readonly ok: false; readonly error: Failure<FolderCode> } {
  if (!(error instanceof Error) || !('syscall' in error)) throw error;
  return fail('io', `can't write ${path}: ${error.message}`, { path });
}
