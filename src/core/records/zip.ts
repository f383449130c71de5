/** A folder as a zip that comes out the same every time: stored, sorted, one fixed date. */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** The first date a zip can hold, in local time as zip dates are. */
const FIXED_DATE = new Date(1980, 0, 1);
const PLAIN = 0o100644;
const EXECUTABLE = 0o100755;

/** `names` are the files of the folder, with `/`. */
export async function zipFolder(folder: string, names: readonly string[], to: string): Promise<void> {
  const zip = new ZipFile();
  for (const name of [...names].sort()) {
    zip.addFile(join(folder, name), name, {
      mtime: FIXED_DATE,
      mode: name.endsWith('.sh') ? EXECUTABLE : PLAIN,
      compress: false,
      forceDosTimestamp: true,
    });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(to, { flags: 'wx', mode: 0o600 }));
}
