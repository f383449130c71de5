/** Everything that is checked before a ledger may be written to. What is found is data; nothing is changed. */
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import { readAnchor } from './anchor';
import { type LedgerIdentity, readGenesis } from './genesis';
import { sqliteCode } from './ledger-error';
import type { Db } from './open-database';
import type { NoticeCode, ReadOnlyCode } from './open-ledger';
import { checkpointsChained, readCheckpoints, type StoredCheckpoint, signedBy } from './stored-checkpoint';
import { rows, type WalkedLedger, walkLedger } from './walk';

export interface LedgerCheck {
  readonly origin: string;
  readonly deviceKey: string;
  readonly notices: readonly Failure<NoticeCode>[];
  readonly newest: StoredCheckpoint | null;
  /** Set when `problem` is null. */
  readonly walked: WalkedLedger | null;
  readonly problem: Failure<ReadOnlyCode> | null;
}
type Problem = Failure<ReadOnlyCode>;

function quickCheck(db: Db): Result<null, Problem> {
  const found = db.pragma('quick_check(1)', { simple: true });
  return found === 'ok' ? ok(null) : fail('quick_check', `the database file is damaged: ${String(found)}`);
}

function identity(db: Db): Result<LedgerIdentity, Problem> {
  const first = rows(db).next();
  if (first.done === true) return fail('chain', 'the ledger has no entries', { seq: 1 });
  return readGenesis(first.value.line.split(' ')[3] ?? '', first.value.payload);
}

function soundCheckpoints(db: Db, deviceKey: string): Result<readonly StoredCheckpoint[], Problem> {
  const stored = readCheckpoints(db);
  if (!stored.ok) return stored;
  const chained = checkpointsChained(stored.value);
  const newest = stored.value.at(-1);
  const signed = chained.ok && newest !== undefined ? signedBy(newest, deviceKey) : chained;
  return signed.ok ? stored : signed;
}

interface AnchorFound {
  readonly anchor: StoredCheckpoint | null;
  readonly notices: readonly Failure<NoticeCode>[];
}

function lookForAnchor(
  folder: string,
  { origin, deviceKey }: LedgerIdentity,
  expected: boolean,
): AnchorFound {
  const found = readAnchor(folder, origin);
  if (!found.ok) return { anchor: null, notices: [found.error] };
  if (found.value === null) {
    const message = `there is no anchor of this ledger in ${folder}: a rollback of the database could not be seen`;
    return { anchor: null, notices: expected ? [{ code: 'anchor_missing', message }] : [] };
  }
  const signed = signedBy(found.value, deviceKey);
  if (signed.ok) return { anchor: found.value, notices: [] };
  return {
    anchor: null,
    notices: [
      {
        code: 'anchor_damaged',
        message: `the anchor in ${folder} counts for nothing: ${signed.error.message}`,
      },
    ],
  };
}

function behind(walked: WalkedLedger, checkpoints: readonly StoredCheckpoint[]): Problem | null {
  const known = Math.max(0, ...walked.beyond.map((c) => c.size));
  if (known === 0) return null;
  const source = checkpoints.some((c) => c.checkpoint.size === known) ? 'checkpoint' : 'anchor';
  const message = `${known} entries are known from a signed checkpoint, ${walked.prefix.size} were found: the ledger was cut or an old copy put back`;
  return fail(source, message, { known, found: walked.prefix.size }).error;
}

function walk(
  db: Db,
  checkpoints: readonly StoredCheckpoint[],
  anchor: StoredCheckpoint | null,
): Result<WalkedLedger, Problem> {
  const walked = walkLedger(db, anchor === null ? checkpoints : [...checkpoints, anchor]);
  if (walked.ok) {
    const problem = behind(walked.value, checkpoints);
    return problem === null ? walked : { ok: false, error: problem };
  }
  const { error } = walked;
  const onlyAnchor =
    error.code === 'checkpoint' &&
    error.data?.size === anchor?.checkpoint.size &&
    !checkpoints.some((c) => c.checkpoint.size === error.data?.size);
  return { ok: false, error: onlyAnchor ? { ...error, code: 'anchor' } : error };
}

const UNKNOWN = { origin: '', deviceKey: '', notices: [], newest: null, walked: null };

function check(db: Db, anchorDir: string): LedgerCheck {
  const sound = quickCheck(db);
  const who = identity(db);
  if (!who.ok) return { ...UNKNOWN, problem: sound.ok ? who.error : sound.error };
  const base = { ...UNKNOWN, ...who.value };
  if (!sound.ok) return { ...base, problem: sound.error };
  const checkpoints = soundCheckpoints(db, who.value.deviceKey);
  if (!checkpoints.ok) return { ...base, problem: checkpoints.error };
  const { anchor, notices } = lookForAnchor(anchorDir, who.value, checkpoints.value.length > 0);
  const walked = walk(db, checkpoints.value, anchor);
  const newest = checkpoints.value.at(-1) ?? null;
  return {
    ...base,
    notices,
    newest,
    walked: walked.ok ? walked.value : null,
    problem: walked.ok ? null : walked.error,
  };
}

/** Checks on one snapshot of the database. `corrupt`: SQLite itself can't read it. */
export function checkLedger(db: Db, anchorDir: string): Result<LedgerCheck, Failure<'corrupt'>> {
  try {
    return ok(db.transaction(() => check(db, anchorDir))());
  } catch (error) {
    if (!/^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(sqliteCode(error))) throw error;
    return fail('corrupt', `the ledger can't be read: ${(error as Error).message}`);
  }
}
