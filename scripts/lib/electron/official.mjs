// The official binary, as the electron package downloads it; a refusal is remembered so that it delays nobody twice.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../lock.mjs';
import { cacheFolder, modules } from '../place.mjs';
import { run } from '../run.mjs';
import { say } from '../say.mjs';

const packageFolder = join(modules, 'electron');
export const officialFolder = join(packageFolder, 'dist');
const day = 24 * 60 * 60 * 1000;
const probeMs = 5_000;
const downloadMs = 10 * 60 * 1000;

/** True when the official binary is there, after at most one attempt a day to fetch it. */
export async function ensureOfficial() {
  if (isThere()) return true;
  if (failedLately(failureMark())) return false;
  return withLock(join(cacheFolder(), 'official-electron.lock'), 'fetching Electron', async () => {
    if (isThere()) return true;
    if (failedLately(failureMark())) return false;
    return fetchIt();
  });
}

async function fetchIt() {
  const why = (await unreachable()) ?? (await installerFailure());
  if (why === null) return true;
  say(`the official Electron ${wantedVersion()} could not be fetched (${why}); asking again in a day`);
  mkdirSync(cacheFolder(), { recursive: true });
  writeFileSync(failureMark(), `${why}\n`);
  return false;
}

/** A blocked network may swallow packets for minutes; five seconds tell. Null when something answered. */
async function unreachable() {
  const address =
    process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com/';
  try {
    await fetch(address, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(probeMs) });
    return null;
  } catch (error) {
    return `${new URL(address).host}: ${error.cause?.code ?? error.cause?.message ?? error.name}`;
  }
}

async function installerFailure() {
  say(`fetching the official Electron ${wantedVersion()}`);
  const installer = join(packageFolder, 'install.js');
  const { code, output } = await run(process.execPath, [installer], { quiet: true, timeoutMs: downloadMs });
  if (code === 0 && isThere()) return null;
  rmSync(officialFolder, { recursive: true, force: true });
  return output.trim().split('\n')[0]?.slice(0, 200) || 'its installer failed without a word';
}

/** Whether the official binary of the wanted version is installed, whole. */
export function isThere() {
  const version = join(officialFolder, 'version');
  const complete = existsSync(join(packageFolder, 'path.txt')) && existsSync(version);
  return complete && readFileSync(version, 'utf8').trim().replace(/^v/, '') === wantedVersion();
}

function wantedVersion() {
  return JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).version;
}

function failureMark() {
  return join(cacheFolder(), `official-electron-${wantedVersion()}.failed`);
}

/** Whether the mark is younger than a day. */
export function failedLately(mark, nowMs = Date.now()) {
  const written = statSync(mark, { throwIfNoEntry: false })?.mtimeMs;
  return written !== undefined && nowMs - written < day;
}
