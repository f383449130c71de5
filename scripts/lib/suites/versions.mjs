// The versions that really run: asked of each program itself, not read from a package.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { electronEnvironment } from '../electron/choose.mjs';
import { root } from '../place.mjs';
import { run } from '../run.mjs';
import { print } from './tally.mjs';

const ask = `
const binding = process.env.HOLDPOINT_SQLITE_BINDING;
const database = new (require('better-sqlite3'))(':memory:', binding ? { nativeBinding: binding } : {});
const sqlite = database.prepare('select sqlite_version() as version').get().version;
const { electron, chrome, node } = process.versions;
console.log('versions ' + JSON.stringify({ electron, chrome, node, sqlite }));
`;

export async function printVersions(runtime) {
  print(`Node ${process.versions.node}, SQLite ${sqliteHere()} (tests, command line)`);
  print(runtime ? await electronVersions(runtime) : 'Electron: none runs here');
  print(`OpenSSH: ${(await firstLine('ssh', ['-V'])) ?? 'not installed'}`);
}

function sqliteHere() {
  const Database = createRequire(join(root, 'package.json'))('better-sqlite3');
  const database = new Database(':memory:');
  const { version } = database.prepare('select sqlite_version() as version').get();
  database.close();
  return version;
}

/** Starts that very Electron as a plain Node, which needs no display, and lets it tell. */
async function electronVersions(runtime) {
  const env = { ...electronEnvironment(runtime), ELECTRON_RUN_AS_NODE: '1' };
  const { output, code, signal } = await run(runtime.executable, ['-e', ask], {
    cwd: root,
    env,
    quiet: true,
  });
  const told = /^versions (.*)$/m.exec(output)?.[1];
  if (!told)
    return `Electron: it told no versions (${signal ?? `code ${code}`}) ${output.trim().slice(0, 300)}`;
  const { electron, chrome, node, sqlite } = JSON.parse(told);
  return `Electron ${electron}, Chromium ${chrome}, Node ${node}, SQLite ${sqlite} (window, core)`;
}

async function firstLine(command, args) {
  try {
    return (await run(command, args, { quiet: true })).output.trim().split('\n')[0] ?? null;
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
