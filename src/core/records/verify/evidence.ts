/** A ledger as it is checked, whether it comes from a bundle or from a database. */
import { type Checkpoint, parseCheckpoint } from '@domain/evidence/checkpoint';
import type { JsonObject } from '@domain/kernel/json';
import { readGenesis } from '../../ledger/genesis';
import { LEDGER_FILE, payloadFile } from '../bundle-ledger';
import { entryDocument } from '../entry';
import { type BundleFiles, readText } from './files';

export interface CheckpointFile {
  readonly name: string;
  readonly body: string;
  readonly sig: string | null;
  /** Null when the body is none. */
  readonly checkpoint: Checkpoint | null;
}

export interface LedgerEvidence {
  /** Lines with their LF, in file order. */
  readonly lines: readonly string[];
  /** Stored bytes of an entry, null when they are not disclosed. */
  payload(seq: number): Uint8Array | null;
  /** By size. */
  readonly checkpoints: readonly CheckpointFile[];
}

/** Splits after each LF; a last piece without one stays and is then no ledger line. */
export const splitLines = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

const CHECKPOINT = /^checkpoint\/\d{8,16}\.txt$/;

export function bundleEvidence(files: BundleFiles): LedgerEvidence {
  return {
    lines: splitLines(readText(files, LEDGER_FILE) ?? ''),
    payload: (seq) => files.read(payloadFile(seq)),
    checkpoints: files.names
      .filter((name) => CHECKPOINT.test(name))
      .map((name) => checkpointOf(name, readText(files, name) ?? '', readText(files, `${name}.sig`)))
      .sort((a, b) => (a.checkpoint?.size ?? -1) - (b.checkpoint?.size ?? -1)),
  };
}

export function checkpointOf(name: string, body: string, sig: string | null): CheckpointFile {
  const parsed = parseCheckpoint(body);
  return { name, body, sig, checkpoint: parsed.ok ? parsed.value : null };
}

export interface LedgerName {
  readonly origin: string;
  /** authorized_keys line without comment. */
  readonly deviceKey: string;
}

/** What entry 1 says the ledger is; null when it is no genesis. */
export function ledgerName(evidence: LedgerEvidence): LedgerName | null {
  const payload = evidence.payload(1);
  const kind = (evidence.lines[0] ?? '').split(' ')[3] ?? '';
  if (payload === null || Object.keys(entryDocument(payload)).length === 0) return null;
  const genesis = readGenesis(kind, payload);
  return genesis.ok ? genesis.value : null;
}

export interface Entry {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly document: JsonObject;
  readonly payload: Uint8Array;
  readonly line: string;
}

/** Entries whose payloads are disclosed. Lines that are none are left to the chain check. */
export function* disclosed(evidence: LedgerEvidence): Generator<Entry> {
  for (const line of evidence.lines) {
    const [, number = '', at = '', kind = ''] = line.split(' ');
    const seq = Number(number);
    const payload = Number.isSafeInteger(seq) && seq > 0 ? evidence.payload(seq) : null;
    if (payload !== null) yield { seq, at, kind, document: entryDocument(payload), payload, line };
  }
}
