/** Takes a zip from outside apart into an empty folder. A hostile zip is refused whole (TRUST 4.4). */
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isBundleName } from '@domain/evidence/sums';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import { type Entry, openPromise, type ZipFile } from 'yauzl';

/** zip_broken: not a readable zip. zip_hostile: names, links or sizes no bundle has. */
export type ZipCode = 'zip_broken' | 'zip_hostile';

export const ZIP_LIMITS = { entries: 10_000, bytes: 256 * 1024 * 1024, ratio: 100 } as const;
export type ZipLimits = typeof ZIP_LIMITS;

const hostile = (why: string) => fail('zip_hostile' as const, `the zip is refused: ${why}`);

const SYMLINK_OR_DEVICE = (entry: Entry): boolean => {
  const type = (entry.externalFileAttributes >>> 16) & 0o170000;
  return type !== 0 && type !== 0o100000;
};

/** Everything the central directory says, before a byte is written. */
function judgeEntries(entries: readonly Entry[], limits: ZipLimits): Result<null, Failure<ZipCode>> {
  const seen = new Set<string>();
  let total = 0;
  for (const entry of entries) {
    const name = entry.fileName;
    const shown = JSON.stringify(name.slice(0, 100));
    // Bundle names leave no room for absolute paths, "..", backslashes, drive letters or NUL.
    if (!isBundleName(name)) return hostile(`${shown} is no name of a bundle's file`);
    if (seen.has(name.toLowerCase())) return hostile(`${shown} is there twice`);
    if (SYMLINK_OR_DEVICE(entry)) return hostile(`${shown} is a link or a device`);
    if (/\.(?:zip|jar|gz|tar|7z)$/i.test(name)) return hostile(`${shown} is an archive within the archive`);
    if (entry.uncompressedSize > limits.ratio * Math.max(entry.compressedSize, 1))
      return hostile(`${shown} claims to be more than ${limits.ratio} times its stored size`);
    seen.add(name.toLowerCase());
    total += entry.uncompressedSize;
    if (total > limits.bytes) return hostile(`it holds more than ${limits.bytes} bytes`);
  }
  return ok(null);
}

async function readEntries(zip: ZipFile, limits: ZipLimits): Promise<Result<Entry[], Failure<ZipCode>>> {
  if (zip.entryCount > limits.entries) return hostile(`it holds more than ${limits.entries} files`);
  const entries: Entry[] = [];
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on('end', resolve);
    zip.on('error', reject);
    zip.readEntry();
  });
  return ok(entries);
}

/** Stops a stream that gives more than the directory claims; the reader checks it too, this is the belt. */
function atMost(bytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      done(seen > bytes ? new Error('a file is larger than the zip says') : null, chunk);
    },
  });
}

async function writeEntry(
  zip: ZipFile,
  entry: Entry,
  folder: string,
): Promise<Result<null, Failure<ZipCode>>> {
  const local = await zip.readLocalFileHeaderPromise(entry);
  if (!local.fileName.equals(entry.fileNameRaw))
    return hostile(`${JSON.stringify(entry.fileName)} has another name in its own header`);
  const path = join(folder, entry.fileName);
  mkdirSync(dirname(path), { recursive: true });
  const source = await new Promise<NodeJS.ReadableStream>((resolve, reject) =>
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream))),
  );
  await pipeline(
    source,
    atMost(entry.uncompressedSize),
    createWriteStream(path, { flags: 'wx', mode: 0o600 }),
  );
  return ok(null);
}

/** `folder` must be fresh and empty; remove it when this fails. */
export async function extractZip(
  path: string,
  folder: string,
  limits: ZipLimits = ZIP_LIMITS,
): Promise<Result<null, Failure<ZipCode>>> {
  let zip: ZipFile | null = null;
  try {
    zip = await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true });
    const entries = await readEntries(zip, limits);
    const judged = entries.ok ? judgeEntries(entries.value, limits) : entries;
    if (!judged.ok || !entries.ok) return judged as Result<null, Failure<ZipCode>>;
    for (const entry of entries.value) {
      const written = await writeEntry(zip, entry, folder);
      if (!written.ok) return written;
    }
    return ok(null);
  } catch (error) {
    return fail('zip_broken', `${path} can't be read as a zip: ${(error as Error).message}`, { path });
  } finally {
    zip?.close();
  }
}
