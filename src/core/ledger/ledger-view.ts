/** A ledger open for looking only, with the reason. */
import type { Failure } from '@domain/kernel/result';
import type { LedgerDraft, LedgerEntry, LedgerHead } from '../ports';
import { LedgerError } from './ledger-error';
import type { Db } from './open-database';
import type { NoticeCode, OpenLedger, ReadOnlyCode } from './open-ledger';
import { Reader } from './reader';
import { readCheckpoints, type StoredCheckpoint } from './stored-checkpoint';

export interface LedgerParts {
  readonly db: Db;
  readonly origin: string;
  readonly deviceKey: string;
  readonly notices: readonly Failure<NoticeCode>[];
  readonly onClose: () => void;
}

export class LedgerView implements OpenLedger {
  readonly mode: 'writer' | 'read_only' = 'read_only';
  protected readonly reader: Reader;

  constructor(
    protected readonly parts: LedgerParts,
    readonly why: Failure<ReadOnlyCode> | null,
  ) {
    this.reader = new Reader(parts.db);
  }
  get notices(): readonly Failure<NoticeCode>[] {
    return this.parts.notices;
  }
  get deviceKey(): string {
    return this.parts.deviceKey;
  }
  read(fromSeq?: number): Iterable<LedgerEntry> {
    return this.reader.read(fromSeq);
  }
  readRun(runId: string, fromSeq?: number): Iterable<LedgerEntry> {
    return this.reader.readRun(runId, fromSeq);
  }
  runIds(): readonly string[] {
    return this.reader.runIds();
  }
  head(): LedgerHead {
    const { seq, head } = this.reader.last();
    return { origin: this.parts.origin, size: seq, head };
  }
  checkpoints(): readonly StoredCheckpoint[] {
    const stored = readCheckpoints(this.parts.db);
    return stored.ok ? stored.value : [];
  }
  append(_drafts: readonly LedgerDraft[]): readonly LedgerEntry[] {
    throw new LedgerError('read_only', this.why?.message ?? 'this ledger is open for looking only');
  }
  checkpoint(): StoredCheckpoint {
    throw new LedgerError('read_only', this.why?.message ?? 'this ledger is open for looking only');
  }
  close(): void {
    if (!this.parts.db.open) return;
    this.parts.db.close();
    this.parts.onClose();
  }
}
