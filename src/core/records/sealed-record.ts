/** A run's record as the ledger knows it: the newest seal of a kind, and the stored record it names. */
import type { RecordKind, RunRecord } from '@domain/evidence/record';
import { wholeRecord } from '@domain/evidence/record-pack';
import { type NamedSigner, parseSignerLine } from '@domain/evidence/record-signer';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import type { EventOf } from '@domain/run/event';
import { recordedEvents } from '../engine/event-codec';
import type { Ledger } from '../ports';
import { sha256 } from '../signing/digest';
import { readStoredRecord, type StoredCode, type StoredRecord } from './stored-record';
import { verifyStoredSignatures } from './stored-signatures';

export interface SealedInLedger {
  readonly stored: StoredRecord;
  /** The record with its attached parts put back. */
  readonly whole: RunRecord;
  /** Ledger number of `record.sealed`. */
  readonly seq: number;
  readonly signers: readonly NamedSigner[];
}

/** not_sealed: the ledger names no such record. stored_changed: what is stored is not what the ledger names. */
export type SealedCode = StoredCode | 'not_sealed' | 'stored_changed';

interface Seal {
  readonly seq: number;
  readonly event: EventOf<'record.sealed'>;
}

function newestSeal(ledger: Ledger, runId: string, kind: RecordKind | null): Seal | undefined {
  const seals: Seal[] = [];
  for (const { seq, event } of recordedEvents(ledger.readRun(runId)))
    if (event.kind === 'record.sealed' && (kind === null || event.record === kind))
      seals.push({ seq, event });
  return seals.at(-1);
}

export function findSealed(
  dataDir: string,
  ledger: Ledger,
  runId: string,
  kind: RecordKind | null,
): Result<SealedInLedger, Failure<SealedCode>> {
  const seal = newestSeal(ledger, runId, kind);
  if (seal === undefined) return fail('not_sealed', `run ${runId} has no sealed record`);
  const stored = readStoredRecord(dataDir, runId, seal.event.record);
  if (!stored.ok) return stored;
  if (stored.value.sha256 !== seal.event.record_sha256 || verifyStoredSignatures(stored.value) === null)
    return fail('stored_changed', `the record in ${stored.value.folder} is not the one the ledger names`);
  const whole = wholeRecord(
    stored.value.record,
    (file) => stored.value.attachments.get(file) ?? null,
    sha256,
  );
  if (!whole.ok) return whole;
  return ok({
    stored: stored.value,
    whole: whole.value,
    seq: seal.seq,
    signers: namedSigners(seal.event.signers),
  });
}

/** Signers of a seal; a line that can't be read names nobody. */
export const namedSigners = (lines: readonly string[]): readonly NamedSigner[] =>
  lines.flatMap((line) => {
    const signer = parseSignerLine(line);
    return signer.ok ? [signer.value] : [];
  });
