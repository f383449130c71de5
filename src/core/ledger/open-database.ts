/** Opens SQLite the one way the ledger may be opened, and asserts that the settings took hold. */
import { createRequire } from 'node:module';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import type Database from 'better-sqlite3';
import { sqliteCode } from './ledger-error';

export type Db = Database.Database;
export type DatabaseCode = 'sqlite_binding' | 'corrupt' | 'read_only' | 'io';

/** better-sqlite3 13 needs Node-API 10; with less it kills the process without a word. */
const NEEDED_NAPI = 10;
const BINDING_ENV = 'HOLDPOINT_SQLITE_BINDING';

/** Says in words why the SQLite of this package can't be loaded here, null when it can. */
export function bindingProblem(napi: string | undefined, binding: string | undefined): string | null {
  if (binding !== undefined || Number(napi) >= NEEDED_NAPI) return null;
  return `this runtime has Node-API ${napi ?? 'unknown'}, and SQLite needs Node-API ${NEEDED_NAPI} (Node 22.14 or newer, Electron 35 or newer). Use such a runtime, or name a build made for this one in ${BINDING_ENV}.`;
}

/** Loaded only after the check: loading it on an old runtime is what crashes. */
function loadSqlite(): typeof Database {
  return createRequire(import.meta.url)('better-sqlite3') as typeof Database;
}

// better-sqlite3 silently takes synchronous NORMAL in WAL mode, and INSERT OR REPLACE slips past the append-only
// triggers unless triggers are recursive.
const PRAGMAS = [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['foreign_keys', 'ON', 1],
  ['recursive_triggers', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  ['cell_size_check', 'ON', 1],
] as const;

function applyPragmas(db: Db, readOnly: boolean): void {
  for (const [name, value, expected] of PRAGMAS) {
    if (readOnly && name === 'journal_mode') continue;
    db.pragma(`${name}=${value}`);
    const found = db.pragma(name, { simple: true });
    if (found !== expected) throw new Error(`SQLite did not take ${name}=${value}: it is ${String(found)}`);
  }
}

function classify(
  error: unknown,
  path: string,
): { readonly ok: false; readonly error: Failure<DatabaseCode> } {
  const code = sqliteCode(error);
  if (code === '') throw error;
  const message = `can't open the ledger ${path} (${code}: ${(error as Error).message})`;
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return fail('corrupt', message, { path });
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN'))
    return fail('read_only', message, { path });
  return fail('io', message, { path });
}

export function openDatabase(path: string, mode: 'write' | 'read'): Result<Db, Failure<DatabaseCode>> {
  const nativeBinding = process.env[BINDING_ENV];
  const problem = bindingProblem(process.versions.napi, nativeBinding);
  if (problem !== null) return fail('sqlite_binding', problem);
  const Sqlite = loadSqlite();
  const readonly = mode === 'read';
  let db: Db | undefined;
  try {
    db = new Sqlite(path, {
      readonly,
      timeout: 5000,
      ...(nativeBinding === undefined ? {} : { nativeBinding }),
    });
    applyPragmas(db, readonly);
    return ok(db);
  } catch (error) {
    db?.close();
    return classify(error, path);
  }
}
