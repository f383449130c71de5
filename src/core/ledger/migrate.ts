/** Brings a database to the newest schema, one numbered step at a time. */
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import { MIGRATIONS, type Migration } from './migrations/index';
import type { Db } from './open-database';

/** from_future: a newer app wrote it. not_ours: another program's database. */
export type MigrateCode = 'from_future' | 'not_ours';

/** "HPL1" as `application_id`, so that a stranger's database is never migrated. */
export const APPLICATION_ID = 0x48504c31;

export const schemaVersion = (db: Db): number => Number(db.pragma('user_version', { simple: true }));

function assertOrder(migrations: readonly Migration[]): void {
  migrations.forEach(({ version }, i) => {
    if (version <= (migrations[i - 1]?.version ?? 0)) throw new Error(`migration ${version} is out of order`);
  });
}

function isOurs(db: Db, version: number): boolean {
  if (Number(db.pragma('application_id', { simple: true })) === APPLICATION_ID) return true;
  return version === 0 && db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0;
}

/** Whether this database can be read as it is. */
export function checkSchema(db: Db, migrations = MIGRATIONS): Result<number, Failure<MigrateCode>> {
  const version = schemaVersion(db);
  const newest = migrations.at(-1)?.version ?? 0;
  if (!isOurs(db, version)) return fail('not_ours', 'this is a database of another program');
  if (version > newest)
    return fail(
      'from_future',
      `the ledger has schema ${version} and this app knows ${newest}: a newer Holdpoint wrote it`,
      { version, newest },
    );
  return ok(version);
}

/** Applies what is missing, each step with its version in one transaction. `backup` receives a copy's path first. */
export function migrate(
  db: Db,
  backup: string | null,
  migrations = MIGRATIONS,
): Result<number, Failure<MigrateCode>> {
  assertOrder(migrations);
  const checked = checkSchema(db, migrations);
  if (!checked.ok) return checked;
  const missing = migrations.filter(({ version }) => version > checked.value);
  if (missing.length > 0 && checked.value > 0 && backup !== null) db.prepare('VACUUM INTO ?').run(backup);
  for (const { version, apply } of missing) {
    db.transaction(() => {
      apply(db);
      db.pragma(`application_id=${APPLICATION_ID}`);
      db.pragma(`user_version=${version}`);
    }).immediate();
  }
  return ok(schemaVersion(db));
}
