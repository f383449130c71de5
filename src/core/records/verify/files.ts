/** The files of a bundle, read only as far as a check needs them. Everything about them is hostile. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isBundleName } from '@domain/evidence/sums';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import { hashFile } from '../bundle-writer';

export interface BundleFiles {
  /** Names with `/`, sorted. */
  readonly names: readonly string[];
  /** Null when there is no such file or it is larger than any file of its kind may be. */
  read(name: string): Uint8Array | null;
  sha256(name: string): string | null;
}

/** ledger.txt of a million entries is below this; everything larger is an output, which is hashed and not read. */
const MAX_READ = 512 * 1024 * 1024;
const MAX_FILES = 100_000;

export type FilesCode = 'no_bundle' | 'bundle_hostile';

/** Refuses anything that is neither a folder nor a plain file: links could lead anywhere. */
export function folderFiles(path: string): Result<BundleFiles, Failure<FilesCode>> {
  const names: string[] = [];
  try {
    const problem = collect(path, '', names);
    if (problem !== null) return fail('bundle_hostile', problem, { path });
  } catch (error) {
    return fail('no_bundle', `can't read the bundle ${path}: ${(error as Error).message}`, { path });
  }
  const known = new Set(names);
  return ok({
    names: names.sort(),
    read: (name) => (known.has(name) ? readSmall(join(path, name)) : null),
    sha256: (name) => (known.has(name) ? hashFile(join(path, name)).sha256 : null),
  });
}

function collect(root: string, below: string, names: string[]): string | null {
  for (const entry of readdirSync(join(root, below), { withFileTypes: true })) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (!isBundleName(name))
      return `the bundle holds a file with a name no bundle has: ${JSON.stringify(name)}`;
    if (names.length >= MAX_FILES) return `the bundle holds more than ${MAX_FILES} files`;
    if (entry.isFile()) names.push(name);
    else if (!entry.isDirectory()) return `${name} is neither a file nor a folder`;
    else {
      const problem = collect(root, name, names);
      if (problem !== null) return problem;
    }
  }
  return null;
}

const readSmall = (path: string): Uint8Array | null =>
  lstatSync(path).size > MAX_READ ? null : readFileSync(path);

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A file as text; null when it is missing, too large or no UTF-8. */
export function readText(files: BundleFiles, name: string): string | null {
  const bytes = files.read(name);
  if (bytes === null) return null;
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
