// Builds what is out of date. A side's stamp is the digest of its sources, written when the build has succeeded.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { withLock } from './lock.mjs';
import { modules, out, root } from './place.mjs';
import { run } from './run.mjs';
import { say, Trouble } from './say.mjs';

/** `node`: shell, core and command line. `window`: preload and page. */
const sides = {
  node: {
    sources: ['src/main', 'src/core', 'src/cli', 'src/ipc', 'src/domain'],
    results: ['main', 'core', 'cli', 'chunks'],
  },
  window: {
    sources: ['src/renderer', 'src/preload', 'src/ipc', 'src/domain'],
    results: ['preload', 'renderer'],
  },
};
const settings = ['electron.vite.config.ts', 'vitest.config.ts', 'tsconfig.base.json', 'package-lock.json'];

/** Brings the given sides up to date; says on stderr when there is something to build. */
export async function ensureBuilt(names = ['node', 'window']) {
  if (names.every(isCurrent)) return;
  await withLock(join(root, '.cache', 'build.lock'), 'building', async () => {
    for (const name of names) if (!isCurrent(name)) await build(name);
  });
}

/** Whether what is in `out` was built from the sources as they are. */
export function isBuilt() {
  return Object.keys(sides).every(isCurrent);
}

async function build(name) {
  const started = performance.now();
  const digest = digestOf(name);
  rmSync(stampOf(name), { force: true });
  for (const folder of sides[name].results) rmSync(join(out, folder), { recursive: true, force: true });
  const vite = join(modules, 'electron-vite', 'bin', 'electron-vite.js');
  const env = { ...process.env, HOLDPOINT_BUILD_SIDE: name, NODE_ENV: 'production' };
  const ended = await run(process.execPath, [vite, 'build'], { cwd: root, env, quiet: true });
  if (ended.code !== 0) {
    say(ended.output.trim());
    throw new Trouble(`the ${name} side could not be built`, { why: 'see the lines above' });
  }
  mkdirSync(out, { recursive: true });
  writeFileSync(stampOf(name), digest);
  say(`built the ${name} side (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}

function isCurrent(name) {
  return existsSync(stampOf(name)) && readFileSync(stampOf(name), 'utf8') === digestOf(name);
}

function stampOf(name) {
  return join(out, `.${name}.sha256`);
}

function digestOf(name) {
  const hash = createHash('sha256');
  for (const path of [...settings, ...sides[name].sources].flatMap(filesUnder)) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** Paths relative to the project, in a fixed order. */
function filesUnder(path) {
  const folder = join(root, path);
  if (!existsSync(folder)) return [];
  if (settings.includes(path)) return [path];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}
