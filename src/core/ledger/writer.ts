/** Appends to the ledger: one immediate transaction per call, durable when it returns. */
import { canonicalBytes } from '@domain/evidence/canonical-json';
import { buildLine } from '@domain/evidence/ledger-line';
import type { Statement } from 'better-sqlite3';
import type { Clock, LedgerDraft, LedgerEntry } from '../ports';
import { sha256Hex } from '../signing/digest';
import { LedgerError, toLedgerError } from './ledger-error';
import type { Db } from './open-database';
import { runOf } from './run-index';

interface Made extends LedgerEntry {
  readonly run: string | null;
  readonly hash: string;
}
/** Where the ledger ends: what the next line is chained to. */
export interface End {
  readonly seq: number;
  readonly head: string;
  readonly line: string;
}

export class Writer {
  private readonly insert: Statement<[number, string, Uint8Array]>;
  private readonly insertRun: Statement<[string, number]>;
  private readonly lineAt: Statement<[number], string>;
  private readonly holder: Statement<[], string>;
  private readonly commit: (made: readonly Made[]) => void;

  constructor(
    db: Db,
    private end: End,
    private readonly lease: string,
    private readonly clock: Pick<Clock, 'now'>,
    private readonly folder: string,
  ) {
    this.insert = db.prepare('INSERT INTO ledger(seq, line, payload) VALUES (?, ?, ?)');
    this.insertRun = db.prepare('INSERT INTO run_entry(run_id, seq) VALUES (?, ?)');
    this.lineAt = db.prepare<[number], string>('SELECT line FROM ledger WHERE seq = ?').pluck();
    this.holder = db.prepare<[], string>('SELECT token FROM lease WHERE id = 1').pluck();
    this.commit = db.transaction((made: readonly Made[]) => this.store(made)).immediate;
  }

  get place(): End {
    return this.end;
  }

  append(drafts: readonly LedgerDraft[]): readonly LedgerEntry[] {
    const made = this.make(drafts);
    const last = made.at(-1);
    if (last === undefined) return [];
    try {
      this.commit(made);
    } catch (error) {
      throw error instanceof LedgerError ? error : toLedgerError(error, this.folder);
    }
    this.end = { seq: last.seq, head: last.hash, line: last.line };
    return made.map(({ seq, at, kind, line, payload }) => ({ seq, at, kind, line, payload }));
  }

  private make(drafts: readonly LedgerDraft[]): readonly Made[] {
    const at = this.clock.now();
    const made: Made[] = [];
    let { seq, head } = this.end;
    for (const { kind, payload: value } of drafts) {
      seq += 1;
      const payload = canonicalBytes(value);
      const line = buildLine({
        seq,
        at,
        kind,
        payloadBytes: payload.length,
        payloadSha256: sha256Hex(payload),
        prev: head,
      });
      head = sha256Hex(line);
      made.push({ seq, at, kind, line, payload, run: runOf(value), hash: head });
    }
    return made;
  }

  /** Inside the transaction: nobody took over, and the ledger still ends where we think it does. */
  private store(made: readonly Made[]): void {
    if (this.holder.get() !== this.lease)
      throw new LedgerError('read_only', 'another process has taken over this ledger');
    if (this.end.seq > 0 && this.lineAt.get(this.end.seq) !== this.end.line)
      throw new LedgerError('io', `entry ${this.end.seq} is no longer what this process wrote`);
    for (const { seq, line, payload, run } of made) {
      this.insert.run(seq, line, payload);
      if (run !== null) this.insertRun.run(run, seq);
    }
  }
}
