/** The SQLite that really runs here. Call it only after the ledger was opened: that checks the runtime first. */
import { createRequire } from 'node:module';
import type Database from 'better-sqlite3';

let known: string | null = null;

export function sqliteVersion(): string {
  known ??= ask();
  return known;
}

function ask(): string {
  const Sqlite = createRequire(import.meta.url)('better-sqlite3') as typeof Database;
  const nativeBinding = process.env.HOLDPOINT_SQLITE_BINDING;
  const db = new Sqlite(':memory:', nativeBinding === undefined ? {} : { nativeBinding });
  try {
    return String(db.prepare('SELECT sqlite_version()').pluck().get());
  } finally {
    db.close();
  }
}
