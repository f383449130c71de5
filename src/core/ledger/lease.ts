/** One writer per ledger: a row that says who, kept fresh by a heartbeat. */
import { randomUUID } from 'node:crypto';
import { elapsedMs } from '@domain/kernel/instant';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import type { Db } from './open-database';
import { isAlive, type ProcessIdentity, thisProcess } from './process-identity';

export const HEARTBEAT_MS = 5000;
/** A holder on another machine, or one whose process can't be looked at, is gone after this long without a beat. */
export const SILENT_MS = 30_000;

interface LeaseRow extends ProcessIdentity {
  readonly token: string;
  readonly holder: string;
  readonly since: string;
  readonly heartbeat: string;
}

function isSilent(row: LeaseRow, now: string): boolean {
  return Math.abs(elapsedMs(row.heartbeat, now)) > SILENT_MS;
}

/** Whether the process that took this lease may still write. In doubt it may. */
function isHeld(row: LeaseRow, me: ProcessIdentity, now: string): boolean {
  if (row.host !== me.host) return !isSilent(row, now);
  if (row.boot !== me.boot) return false;
  if (!isAlive(row)) return false;
  return row.started !== null || !isSilent(row, now);
}

const readRow = (db: Db): LeaseRow | undefined =>
  db.prepare<[], LeaseRow>('SELECT * FROM lease WHERE id = 1').get();

function write(db: Db, me: ProcessIdentity, token: string, holder: string, now: string): void {
  db.prepare('DELETE FROM lease').run();
  db.prepare(
    'INSERT INTO lease(id, token, pid, started, boot, host, holder, since, heartbeat) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(token, me.pid, me.started, me.boot, me.host, holder, now, now);
}

/** Takes the lease when nobody holds it; returns its token, or says who has it. `holder` is shown to people. */
export function takeLease(db: Db, holder: string, now: string): Result<string, Failure<'held'>> {
  const me = thisProcess();
  return db
    .transaction((): Result<string, Failure<'held'>> => {
      const row = readRow(db);
      if (row !== undefined && isHeld(row, me, now)) return heldBy(row);
      const token = randomUUID();
      write(db, me, token, holder, now);
      return ok(token);
    })
    .immediate();
}

function heldBy(row: LeaseRow): { readonly ok: false; readonly error: Failure<'held'> } {
  const message = `${row.holder} (process ${row.pid}) has this ledger open since ${row.since}; this window can only look`;
  return fail('held', message, { holder: row.holder, pid: row.pid, since: row.since });
}

/** Says "still here". False when somebody else has taken over, after which nothing may be written any more. */
export function beat(db: Db, token: string, now: string): boolean {
  return db.prepare('UPDATE lease SET heartbeat = ? WHERE token = ?').run(now, token).changes === 1;
}

export function releaseLease(db: Db, token: string): void {
  db.prepare('DELETE FROM lease WHERE token = ?').run(token);
}
