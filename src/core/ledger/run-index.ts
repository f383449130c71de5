/** The projection run -> entries. The ledger is the truth; this only saves reading it whole. */
import type { Db } from './open-database';

/** The run an entry belongs to, null for entries of the ledger itself. `payload` is a parsed document. */
export function runOf(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null || !('run_id' in payload)) return null;
  return typeof payload.run_id === 'string' ? payload.run_id : null;
}

export interface RunEntry {
  readonly run_id: string;
  readonly seq: number;
}

const BATCH = 500;

/** Walks the payloads in batches, so that a large ledger never lies in memory. */
function* entriesOf(db: Db): Generator<RunEntry> {
  const page = db.prepare<[number, number], { seq: number; payload: Buffer }>(
    'SELECT seq, payload FROM ledger WHERE seq > ? ORDER BY seq LIMIT ?',
  );
  for (let rows = page.all(0, BATCH); rows.length > 0; rows = page.all(rows.at(-1)?.seq ?? 0, BATCH)) {
    for (const { seq, payload } of rows) {
      const run_id = runOf(JSON.parse(payload.toString('utf8')));
      if (run_id !== null) yield { run_id, seq };
    }
  }
}

/** Empties the projection and derives it again. */
export function rebuildRunIndex(db: Db): void {
  const insert = db.prepare('INSERT INTO run_entry(run_id, seq) VALUES (?, ?)');
  db.exec('DELETE FROM run_entry');
  for (const { run_id, seq } of entriesOf(db)) insert.run(run_id, seq);
}

/** True when the projection says exactly what the walk of the ledger found, in order of entry. */
export function runIndexMatches(db: Db, expected: readonly RunEntry[]): boolean {
  const rows = db.prepare<[], RunEntry>('SELECT run_id, seq FROM run_entry ORDER BY seq').all();
  return (
    rows.length === expected.length &&
    rows.every((row, i) => row.seq === expected[i]?.seq && row.run_id === expected[i]?.run_id)
  );
}
