// better-sqlite3's own sources compiled for Node-API 9. Its ready-made binding needs 10 and crashes older hosts.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../lock.mjs';
import { cacheFolder, modules, root } from '../place.mjs';
import { run } from '../run.mjs';
import { fileTrouble, say, Trouble } from '../say.mjs';

const source = join(modules, 'better-sqlite3');
const header = join(root, 'scripts', 'native', 'node-api-9.h');

function place() {
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const folder = join(cacheFolder(), `better-sqlite3-${version}-napi9-${process.arch}`);
  return { folder, binding: join(folder, 'better_sqlite3.node') };
}

export function sqliteBindingExists() {
  return existsSync(place().binding);
}

/** @returns {Promise<string>} path of the binding, compiled on first use (about a minute) */
export async function ensureSqliteBinding(beforeCompiling) {
  const { folder, binding } = place();
  if (existsSync(binding)) return binding;
  return withLock(`${folder}.lock`, 'compiling SQLite', async () => {
    if (existsSync(binding)) return binding;
    await beforeCompiling();
    await build(folder).catch((error) => explain(error, folder));
    return binding;
  });
}

async function build(folder) {
  say('compiling SQLite for this Electron (once, about a minute)');
  const work = `${folder}.partial`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  try {
    const defines = sqliteDefines(readFileSync(join(source, 'deps', 'defines.gypi'), 'utf8'));
    await Promise.all([compileSqlite(work, defines), compileAddon(work, defines)]);
    await link(work);
    mkdirSync(folder, { recursive: true });
    renameSync(join(work, 'better_sqlite3.node'), join(folder, 'better_sqlite3.node'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The quoted upper-case names of a gypi list, as compiler options. */
export function sqliteDefines(gypi) {
  return [...gypi.matchAll(/^\s+'([A-Z0-9_]+(?:=[^']*)?)',/gm)].map((match) => `-D${match[1]}`);
}

const common = ['-w', '-O2', '-fPIC', '-DNDEBUG', `-I${join(source, 'deps', 'sqlite3')}`];

function compileSqlite(work, defines) {
  const file = join(source, 'deps', 'sqlite3', 'sqlite3.c');
  return compile('gcc', ['-std=c99', ...common, ...defines, '-c', file, '-o', join(work, 'sqlite3.o')]);
}

function compileAddon(work, defines) {
  const headers = [join(modules, 'node-api-headers', 'include'), join(modules, 'node-addon-api')];
  const options = [
    '-std=c++20',
    '-fvisibility=hidden',
    '-fvisibility-inlines-hidden',
    '-DNODE_GYP_MODULE_NAME=better_sqlite3',
    '-DBUILDING_NODE_EXTENSION',
    '-DNAPI_VERSION=9',
    '-DNAPI_DISABLE_CPP_EXCEPTIONS',
    '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
    ...headers.map((folder) => `-I${folder}`),
  ];
  const files = [
    '-include',
    header,
    '-c',
    join(source, 'src', 'better_sqlite3.cpp'),
    '-o',
    join(work, 'addon.o'),
  ];
  return compile('g++', [...options, ...common, ...defines, ...files]);
}

function link(work) {
  const objects = [join(work, 'addon.o'), join(work, 'sqlite3.o')];
  const own = ['-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', '-static-libstdc++', '-static-libgcc'];
  const target = join(work, 'better_sqlite3.node');
  return compile('g++', ['-shared', '-o', target, ...objects, ...own, '-ldl', '-lpthread']);
}

async function compile(compiler, args) {
  const ended = await run(compiler, args, { quiet: true }).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
    throw new Trouble(`there is no ${compiler}, which this Electron needs once to compile SQLite`, {
      remedy:
        'sudo apt-get install -y gcc g++ (or install the official Electron by allowing access to github.com)',
    });
  });
  if (ended.code === 0) return;
  throw new Trouble(`${compiler} could not compile SQLite`, {
    why:
      ended.output.trim().split('\n').slice(0, 5).join('\n       ') ||
      `it ended with ${ended.code ?? ended.signal}`,
    remedy: 'it needs gcc and g++ 10 or newer, about 1 GB of memory and 50 MB in the cache folder',
  });
}

function explain(error, folder) {
  throw fileTrouble(error, 'SQLite could not be compiled', folder);
}
