/** Reads a whole ledger once: chain, payload digests, checkpoints at their sizes, and who belongs to which run. */
import { diagnoseChain } from '@domain/evidence/chain';
import type { Checkpoint } from '@domain/evidence/checkpoint';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import { sha256, sha256Hex } from '../signing/digest';
import type { Db } from './open-database';
import { Prefix } from './prefix';
import { type RunEntry, runOf } from './run-index';
import type { StoredCheckpoint } from './stored-checkpoint';

/** chain: lines edited, gone or moved. payload: a payload is not what its line says. checkpoint: not over these lines. */
export type WalkCode = 'chain' | 'payload' | 'checkpoint';

export interface WalkedLedger {
  readonly prefix: Prefix;
  readonly lastLine: string;
  readonly runs: readonly RunEntry[];
  /** Checkpoints to look for that lie beyond the end: the ledger was cut. */
  readonly beyond: readonly Checkpoint[];
}

interface Row {
  readonly seq: number;
  readonly line: string;
  readonly payload: Buffer;
}
const BATCH = 500;

export function* rows(db: Db, from = 1): Generator<Row> {
  const page = db.prepare<[number, number], Row>(
    'SELECT seq, line, payload FROM ledger WHERE seq >= ? ORDER BY seq LIMIT ?',
  );
  for (
    let batch = page.all(from, BATCH);
    batch.length > 0;
    batch = page.all((batch.at(-1)?.seq ?? 0) + 1, BATCH)
  )
    yield* batch;
}

function diagnosis(db: Db, first: Failure<'chain'>): Failure<WalkCode> {
  const lines = db.prepare<[], string>('SELECT line FROM ledger ORDER BY seq').pluck().all();
  const [problem] = diagnoseChain(lines, sha256);
  if (problem === undefined) return { ...first, code: 'chain' };
  return { code: 'chain', message: problem.message, data: { seq: problem.seq, problem: problem.code } };
}

function checkPayload(row: Row, bytes: number, digest: string): Result<string | null, Failure<WalkCode>> {
  if (row.payload.length !== bytes || sha256Hex(row.payload) !== digest)
    return fail('payload', `the payload of entry ${row.seq} is not the one that was recorded`, {
      seq: row.seq,
    });
  return ok(runOf(JSON.parse(row.payload.toString('utf8'))));
}

/** Takes one row; the rest of the walk's state is in `prefix`. */
function step(db: Db, row: Row, prefix: Prefix): Result<string | null, Failure<WalkCode>> {
  const line = prefix.add(row.line);
  if (!line.ok) return { ok: false, error: diagnosis(db, line.error) };
  if (line.value.seq !== row.seq)
    return fail('chain', `entry ${line.value.seq} lies in row ${row.seq}`, { seq: row.seq });
  return checkPayload(row, line.value.payloadBytes, line.value.payloadSha256);
}

function covered(expected: readonly Checkpoint[], prefix: Prefix): Result<null, Failure<WalkCode>> {
  for (const checkpoint of expected) {
    if (checkpoint.size === prefix.size && !prefix.matches(checkpoint))
      return fail(
        'checkpoint',
        `the first ${checkpoint.size} entries are not the ones checkpoint ${checkpoint.size} was made over`,
        { size: checkpoint.size },
      );
  }
  return ok(null);
}

/** The first problem as a Failure. `expected` are checkpoints (stored, anchor) that must cover a prefix. */
export function walkLedger(
  db: Db,
  expected: readonly StoredCheckpoint[],
): Result<WalkedLedger, Failure<WalkCode>> {
  const bySize = groupBySize(bodies(expected));
  const prefix = new Prefix();
  const runs: RunEntry[] = [];
  let lastLine = '';
  for (const row of rows(db)) {
    const run = step(db, row, prefix);
    if (!run.ok) return run;
    if (run.value !== null) runs.push({ run_id: run.value, seq: row.seq });
    const good = covered(bySize.get(row.seq) ?? [], prefix);
    if (!good.ok) return good;
    lastLine = row.line;
  }
  return ok({ prefix, lastLine, runs, beyond: bodies(expected).filter((c) => c.size > prefix.size) });
}

function groupBySize(checkpoints: readonly Checkpoint[]): ReadonlyMap<number, readonly Checkpoint[]> {
  const groups = new Map<number, Checkpoint[]>();
  for (const checkpoint of checkpoints)
    groups.set(checkpoint.size, [...(groups.get(checkpoint.size) ?? []), checkpoint]);
  return groups;
}

const bodies = (stored: readonly StoredCheckpoint[]): Checkpoint[] => stored.map((s) => s.checkpoint);
