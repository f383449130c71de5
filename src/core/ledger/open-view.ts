/** Opens a ledger for looking only: next to a writer, after a failed check, or in a folder that can't be written. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import { checkLedger, type LedgerCheck } from './check-ledger';
import { LedgerView } from './ledger-view';
import { checkSchema } from './migrate';
import { type Db, openDatabase } from './open-database';
import type { OpenCode, OpenLedger, ReadOnlyCode } from './open-ledger';

const view = (db: Db, check: LedgerCheck, why: Failure<ReadOnlyCode>, onClose = () => {}): OpenLedger =>
  new LedgerView(
    { db, origin: check.origin, deviceKey: check.deviceKey, notices: check.notices, onClose },
    why,
  );

export function look(
  path: string,
  anchorDir: string,
  why: Failure<ReadOnlyCode>,
  onClose = () => {},
): Result<OpenLedger, Failure<OpenCode>> {
  const db = openDatabase(path, 'read');
  if (!db.ok) return db;
  const schema = checkSchema(db.value);
  const check = schema.ok ? checkLedger(db.value, anchorDir) : schema;
  if (!check.ok) db.value.close();
  return check.ok ? ok(view(db.value, check.value, check.value.problem ?? why, onClose)) : check;
}

/** SQLite in WAL mode can't even be read in a folder it may not write to: a copy is looked at instead. */
export function lookAtCopy(path: string, anchorDir: string): Result<OpenLedger, Failure<OpenCode>> {
  const folder = mkdtempSync(join(tmpdir(), 'holdpoint-view-'));
  const copy = join(folder, 'ledger.sqlite');
  for (const suffix of ['', '-wal'])
    if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix);
  const why = fail('read_only', `the folder of ${path} can't be written; this is a view of it`, {
    path,
  }).error;
  const opened = look(copy, anchorDir, why, () => rmSync(folder, { recursive: true, force: true }));
  if (!opened.ok) rmSync(folder, { recursive: true, force: true });
  return opened;
}
