/** Reads entries in pages, so that nobody holds a database cursor while something is appended. */
import { hexHash, ZERO_HASH } from '@domain/evidence/hash';
import { parseLine } from '@domain/evidence/ledger-line';
import type { LedgerEntry } from '../ports';
import { sha256 } from '../signing/digest';
import type { Db } from './open-database';

interface Row {
  readonly seq: number;
  readonly line: string;
  readonly payload: Buffer;
}
const PAGE = 500;

function entry({ line, payload }: Row): LedgerEntry {
  const parsed = parseLine(line);
  // The whole chain was checked when the ledger was opened.
  if (!parsed.ok) throw new Error(`a stored line can't be read: ${parsed.error.message}`);
  const { seq, at, kind } = parsed.value;
  return { seq, at, kind, line, payload };
}

function* paged(page: (from: number) => readonly Row[], fromSeq: number): Generator<LedgerEntry> {
  for (let rows = page(fromSeq); rows.length > 0; rows = page((rows.at(-1)?.seq ?? 0) + 1)) {
    for (const row of rows) yield entry(row);
  }
}

export class Reader {
  constructor(private readonly db: Db) {}

  read(fromSeq = 1): Iterable<LedgerEntry> {
    const page = this.db.prepare<[number, number], Row>(
      'SELECT seq, line, payload FROM ledger WHERE seq >= ? ORDER BY seq LIMIT ?',
    );
    return paged((from) => page.all(from, PAGE), fromSeq);
  }

  readRun(runId: string, fromSeq = 1): Iterable<LedgerEntry> {
    const page = this.db.prepare<[string, number, number], Row>(
      'SELECT l.seq, l.line, l.payload FROM run_entry r JOIN ledger l ON l.seq = r.seq WHERE r.run_id = ? AND r.seq >= ? ORDER BY r.seq LIMIT ?',
    );
    return paged((from) => page.all(runId, from, PAGE), fromSeq);
  }

  /** In the order in which the runs began. */
  runIds(): readonly string[] {
    return this.db
      .prepare<[], string>('SELECT run_id FROM run_entry GROUP BY run_id ORDER BY min(seq)')
      .pluck()
      .all();
  }

  /** The newest line, null for an empty ledger. */
  last(): { readonly seq: number; readonly line: string; readonly head: string } {
    const row = this.db
      .prepare<[], { seq: number; line: string }>('SELECT seq, line FROM ledger ORDER BY seq DESC LIMIT 1')
      .get();
    return row === undefined
      ? { seq: 0, line: '', head: ZERO_HASH }
      : { ...row, head: hexHash(sha256, row.line) };
  }
}
