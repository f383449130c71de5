import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { APPLICATION_ID, migrate, schemaVersion } from '@core/ledger/migrate';
import { MIGRATIONS } from '@core/ledger/migrations/index';
import { ledgerPath, openLedger } from '@core/ledger/open';
import { bindingProblem, type Db, openDatabase } from '@core/ledger/open-database';
import { describe, expect, it, onTestFinished } from 'vitest';
import { APP, note, opened, TestClock, tempFolder, testDevice } from './fixtures';

function database(path: string): Db {
  const db = openDatabase(path, 'write');
  if (!db.ok) throw new Error(db.error.message);
  onTestFinished(() => void db.value.close());
  return db.value;
}
const upTo = (version: number) => MIGRATIONS.filter((m) => m.version <= version);
const columns = (db: Db, table: string) =>
  db
    .prepare<[], { name: string }>(`PRAGMA table_info(${table})`)
    .all()
    .map((c) => c.name);

describe('migrations', () => {
  it('10 makes the ledger and its checkpoints, strict and append-only', () => {
    const db = database(join(tempFolder(), 'x'));
    expect(migrate(db, null, upTo(10))).toEqual({ ok: true, value: 10 });
    expect([columns(db, 'ledger'), columns(db, 'checkpoint')]).toEqual([
      ['seq', 'line', 'payload'],
      ['size', 'body', 'sig'],
    ]);
    expect(() => db.exec("INSERT INTO ledger VALUES (1, 'line', 'no blob')")).toThrow('cannot store');
    db.exec("INSERT INTO ledger VALUES (1, 'line', x'00')");
    expect(() => db.exec("INSERT OR REPLACE INTO ledger VALUES (1, 'other', x'00')")).toThrow('append only');
  });
  it('20 derives the index of runs from the entries that are there', () => {
    const db = database(join(tempFolder(), 'x'));
    migrate(db, null, upTo(10));
    db.exec(
      `INSERT INTO ledger VALUES (1, 'a', CAST('{"run_id":"r1"}' AS BLOB)), (2, 'b', CAST('{}' AS BLOB))`,
    );
    migrate(db, null, upTo(20));
    expect(db.prepare('SELECT run_id, seq FROM run_entry').all()).toEqual([{ run_id: 'r1', seq: 1 }]);
  });
  it('30 makes a lease of one row', () => {
    const db = database(join(tempFolder(), 'x'));
    migrate(db, null, upTo(20));
    migrate(db, null, upTo(30));
    const insert = (id: number) => `INSERT INTO lease VALUES (${id}, 't', 1, NULL, NULL, 'h', 'w', 'n', 'n')`;
    db.exec(insert(1));
    expect(() => db.exec(insert(2))).toThrow('CHECK');
  });
  it('keep a copy of the database they change', async () => {
    const folder = tempFolder();
    migrate(database(ledgerPath(folder)), null, upTo(10));
    await opened(folder);
    expect(readdirSync(folder).filter((name) => name.includes('.before-'))).toHaveLength(1);
  });
  it('must be in order', () => {
    const db = database(join(tempFolder(), 'x'));
    expect(() => migrate(db, null, [...MIGRATIONS].reverse())).toThrow('out of order');
  });
  it('that fail leave the database as it was', () => {
    const db = database(join(tempFolder(), 'x'));
    const broken = {
      version: 40,
      apply: (d: Db) => {
        d.exec('CREATE TABLE half(a) STRICT');
      },
    };
    expect(() => migrate(db, null, [...MIGRATIONS, broken])).toThrow();
    expect([schemaVersion(db), columns(db, 'half')]).toEqual([30, []]);
  });
});

describe('a database that is not for us', () => {
  const code = async (folder: string, readOnly = false) => {
    const ledger = openLedger(folder, {
      device: await testDevice(folder),
      clock: new TestClock(),
      app: APP,
      readOnly,
    });
    if (ledger.ok) ledger.value.close();
    return ledger.ok ? ledger.value.mode : ledger.error.code;
  };
  it('is refused when a newer app wrote it', async () => {
    const folder = tempFolder();
    const ledger = await opened(folder);
    ledger.append([note(1)]);
    ledger.close();
    database(ledgerPath(folder)).pragma('user_version=9990');
    expect([await code(folder), await code(folder, true)]).toEqual(['from_future', 'from_future']);
  });
  it('is refused when it is another program’s', async () => {
    const folder = tempFolder();
    const db = database(ledgerPath(folder));
    db.exec('CREATE TABLE theirs(a)');
    expect(await code(folder)).toBe('not_ours');
    expect(Number(db.pragma('application_id', { simple: true }))).not.toBe(APPLICATION_ID);
    expect(existsSync(`${ledgerPath(folder)}.before`)).toBe(false);
  });
});

describe('a runtime that can not load SQLite', () => {
  it('is told in words, instead of a crash', () => {
    expect(bindingProblem('9', undefined)).toContain('Node-API 9');
    expect(bindingProblem(undefined, undefined)).toContain('HOLDPOINT_SQLITE_BINDING');
    expect([bindingProblem('10', undefined), bindingProblem('9', '/x.node')]).toEqual([null, null]);
  });
});
