/** Schema changes: each one whole or not at all, written down in `schema_migrations`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { releaseFolder, shippedMigrations } from './releases.mjs';

const TABLE = `CREATE TABLE IF NOT EXISTS schema_migrations (
  name TEXT PRIMARY KEY, applied_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))`;

const script = (version, name, way) =>
  readFileSync(join(releaseFolder(version), 'migrations', `${name}.${way}.sql`), 'utf8');

/** Names of the migrations that are in the database, in order. */
export function applied(db) {
  db.exec(TABLE);
  return db
    .prepare('SELECT name FROM schema_migrations ORDER BY name')
    .all()
    .map((row) => row.name);
}

function runAll(db, names, one) {
  // Immediate: wait for the write lock before reading what is applied, so that two runs can't both do it.
  for (const name of names) db.transaction(() => one(name)).immediate();
  return names;
}

/** Applies what `version` ships and the database lacks. Returns the names. */
export function migrateUp(db, version) {
  const there = applied(db);
  const missing = shippedMigrations(version).filter((name) => !there.includes(name));
  return runAll(db, missing, (name) => {
    db.exec(script(version, name, 'up'));
    db.prepare('INSERT INTO schema_migrations (name) VALUES (?)').run(name);
  });
}

/** Takes back, newest first, what `version` ships and the release `keep` does not know. Returns the names. */
export function migrateDown(db, version, keep) {
  const kept = shippedMigrations(keep);
  const there = applied(db);
  const surplus = shippedMigrations(version).filter((name) => there.includes(name) && !kept.includes(name));
  return runAll(db, surplus.reverse(), (name) => {
    db.exec(script(version, name, 'down'));
    db.prepare('DELETE FROM schema_migrations WHERE name = ?').run(name);
  });
}
