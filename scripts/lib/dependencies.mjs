// Brings node_modules in line with the lockfile. Runs on Node 20 with nothing installed.
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { modules, root } from './place.mjs';
import { run } from './run.mjs';
import { say, Trouble } from './say.mjs';

/** Runs `npm ci` when something is missing or the lockfile changed since. */
export async function ensureDependencies() {
  if (isInstalled()) return;
  await withLock(join(root, '.cache', 'npm-ci.lock'), 'installing packages', async () => {
    if (!isInstalled()) await install();
  });
}

/**
 * npm writes what it has installed to `node_modules/.package-lock.json`, last of all: that is the stamp. A linked
 * node_modules belongs to another checkout and is left alone.
 */
export function isInstalled(project = root) {
  const folder = join(project, 'node_modules');
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) return existsSync(folder);
  const stamp = join(folder, '.package-lock.json');
  if (!existsSync(stamp)) return false;
  return satisfies(packagesOf(stamp), packagesOf(join(project, 'package-lock.json')));
}

function packagesOf(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
}

/** Every wanted package is there in its version; an optional one may be missing on this platform. */
export function satisfies(installed, wanted) {
  const names = Object.keys(wanted).filter((name) => name !== '');
  const complete = names.every((name) => {
    const have = installed[name];
    if (!have) return wanted[name].optional === true || wanted[name].devOptional === true;
    return have.version === wanted[name].version && have.integrity === wanted[name].integrity;
  });
  return complete && Object.keys(installed).every((name) => name in wanted);
}

async function install() {
  say(`installing packages into ${modules} (npm ci)`);
  // No package here needs its install script: native parts come ready-made inside the packages.
  const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--loglevel=error'];
  const npm = npmCommand();
  let ended;
  try {
    ended = await run(npm.command, [...npm.args, ...args], { cwd: root, env: withoutNodeEnv() });
  } catch (error) {
    throw new Trouble('npm could not be started', {
      why: error.message,
      remedy: 'install Node.js with npm (Debian: sudo apt-get install -y nodejs npm)',
    });
  }
  if (ended.code !== 0) {
    throw new Trouble(`"npm ci" in ${root} failed`, {
      why: 'see its lines above; usually the package registry cannot be reached or the folder cannot be written',
      remedy: 'check `npm ping` and the owner of the folder, then start again',
    });
  }
}

/** The npm that runs us, by the same Node; else the one in PATH. */
export function npmCommand(env = process.env) {
  const cli = env.npm_execpath;
  return cli?.endsWith('.js') && existsSync(cli)
    ? { command: process.execPath, args: [cli] }
    : { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] };
}

/** `NODE_ENV=production` would leave out what builds and tests need. */
function withoutNodeEnv() {
  const { NODE_ENV: _, ...env } = process.env;
  return env;
}
