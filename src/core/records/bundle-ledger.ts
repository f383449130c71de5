/** The ledger in a bundle: every line up to a checkpoint, the payloads that concern the run, all checkpoints. */
import { checkpointFile } from '@domain/evidence/checkpoint';
import type { OpenLedger } from '../ledger/open-ledger';
import type { StoredCheckpoint } from '../ledger/stored-checkpoint';
import type { LedgerEntry } from '../ports';
import type { BundleWriter } from './bundle-writer';
import { entryDocument, entryRun } from './entry';

export const LEDGER_FILE = 'ledger.txt';
export const payloadFile = (seq: number): string => `payload/${String(seq).padStart(8, '0')}.json`;

/** Entries of the ledger itself and of this run are disclosed; of other runs only the digest leaves this machine. */
const isDisclosed = (entry: LedgerEntry, runId: string): boolean => {
  const run = entryRun(entryDocument(entry.payload));
  return run === null || run === runId;
};

export interface WrittenLedger {
  readonly lines: number;
  readonly withheld: number;
}

export function writeLedger(
  bundle: BundleWriter,
  ledger: OpenLedger,
  runId: string,
  size: number,
): WrittenLedger {
  const lines: string[] = [];
  let withheld = 0;
  for (const entry of ledger.read()) {
    if (entry.seq > size) break;
    lines.push(entry.line);
    if (isDisclosed(entry, runId)) bundle.put(payloadFile(entry.seq), entry.payload);
    else withheld += 1;
  }
  bundle.put(LEDGER_FILE, lines.join(''));
  return { lines: lines.length, withheld };
}

export function writeCheckpoints(bundle: BundleWriter, checkpoints: readonly StoredCheckpoint[]): void {
  for (const { checkpoint, body, sig } of checkpoints) {
    const name = `checkpoint/${checkpointFile(checkpoint.size)}`;
    bundle.put(name, body);
    bundle.put(`${name}.sig`, sig);
  }
}
