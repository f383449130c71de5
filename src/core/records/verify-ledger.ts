/** Checks the ledger of a data folder and the records it names, without writing to it. */
import { accessSync, constants, existsSync } from 'node:fs';
import { recordKind } from '@domain/evidence/record';
import { defaultAnchorDir, ledgerPath } from '../ledger/open';
import type { OpenLedger } from '../ledger/open-ledger';
import { look, lookAtCopy } from '../ledger/open-view';
import type { LedgerEntry } from '../ports';
import { recordFolder } from './stored-record';
import { checkEntryIds } from './verify/check-ids';
import { checkAnchor, checkChain, checkCheckpoints, checkPayloads } from './verify/check-ledger';
import { checkPolicy } from './verify/check-policy';
import { type CheckedRecord, checkRecord } from './verify/check-record';
import { checkpointOf, disclosed, type Entry, type LedgerEvidence, ledgerName } from './verify/evidence';
import { folderFiles } from './verify/files';
import { bad, note, reportOf, type VerifyLine, type VerifyOptions, type VerifyReport } from './verify/report';
import { newestTime } from './verify-bundle';

/** Where things lie when they do not lie in the data folder. */
export interface VerifyLedgerOptions extends VerifyOptions {
  readonly anchorDir?: string;
}

function openView(dataDir: string, anchorDir: string) {
  const path = ledgerPath(dataDir);
  const asked = { code: 'asked', message: 'opened for looking only' } as const;
  try {
    accessSync(dataDir, constants.W_OK);
    return look(path, anchorDir, asked);
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    return lookAtCopy(path, anchorDir);
  }
}

export function verifyLedger(dataDir: string, options: VerifyLedgerOptions = {}): VerifyReport {
  if (!existsSync(ledgerPath(dataDir))) return reportOf([bad('chain', `there is no ledger in ${dataDir}`)]);
  const opened = openView(dataDir, options.anchorDir ?? defaultAnchorDir(dataDir));
  if (!opened.ok) return reportOf([bad('chain', opened.error.message)]);
  const ledger = opened.value;
  try {
    return reportOf([...openingLines(ledger), ...ledgerLines(dataDir, ledger, options)]);
  } finally {
    ledger.close();
  }
}

/** What opening found: a failed check, and what is merely to be known. */
function openingLines(ledger: OpenLedger): readonly VerifyLine[] {
  const found =
    ledger.why !== null && !['asked', 'held', 'read_only'].includes(ledger.why.code) ? [ledger.why] : [];
  return [
    ...found.map((problem) => bad(problem.code === 'anchor' ? 'anchor' : 'chain', problem.message)),
    ...ledger.notices.map((notice) => note('anchor', notice.message)),
  ];
}

function ledgerLines(dataDir: string, ledger: OpenLedger, options: VerifyOptions): readonly VerifyLine[] {
  const evidence = databaseEvidence(ledger);
  const name = ledgerName(evidence);
  const checkpoints = checkCheckpoints(evidence, name, false);
  const records = sealedRecords(evidence).map((seal) => checkStored(dataDir, seal, evidence));
  const found = [...records.flatMap((record) => record.found), ...checkpoints.found];
  const claimed = records.flatMap((record) => record.signers);
  const policy = { found, claimed, allowedSigners: options.allowedSigners, newest: newestTime(evidence) };
  return [
    ...checkChain(evidence),
    ...checkPayloads(evidence),
    ...checkpoints.lines,
    ...(options.knownCheckpoint === undefined ? [] : checkAnchor(evidence, name, options.knownCheckpoint)),
    ...records.flatMap((record) => record.lines),
    ...checkEntryIds(evidence),
    ...checkPolicy(policy),
  ];
}

function databaseEvidence(ledger: OpenLedger): LedgerEvidence {
  const lines: string[] = [];
  const payloads = new Map<number, Uint8Array>();
  for (const { seq, line, payload } of readable(ledger)) {
    lines.push(line);
    payloads.set(seq, payload);
  }
  return {
    lines,
    payload: (seq) => payloads.get(seq) ?? null,
    checkpoints: ledger
      .checkpoints()
      .map(({ checkpoint, body, sig }) => checkpointOf(`checkpoint ${checkpoint.size}`, body, sig)),
  };
}

/** Entries up to the first that can't be read at all; that one is what opening the ledger complained about. */
function* readable(ledger: OpenLedger): Generator<LedgerEntry> {
  const entries = ledger.read()[Symbol.iterator]();
  for (;;) {
    let next: IteratorResult<LedgerEntry>;
    try {
      next = entries.next();
    } catch (error) {
      if (ledger.why === null || ledger.why.code === 'asked') throw error;
      return;
    }
    if (next.done === true) return;
    yield next.value;
  }
}

const sealedRecords = (evidence: LedgerEvidence): readonly Entry[] =>
  [...disclosed(evidence)].filter((entry) => entry.kind === 'record.sealed');

function checkStored(dataDir: string, { seq, document }: Entry, evidence: LedgerEvidence): CheckedRecord {
  const nothing = { found: [], record: null, sha256: null, signers: [] };
  const kind = recordKind.safeParse(document.record);
  const run = document.run_id;
  if (!kind.success || typeof run !== 'string' || !/^[A-Za-z0-9-]{1,64}$/.test(run))
    return { ...nothing, lines: [bad('sealed', `entry ${seq} names no record`)] };
  const folder = recordFolder(dataDir, run, kind.data);
  const files = existsSync(folder) ? folderFiles(folder) : null;
  if (files === null || !files.ok)
    return {
      ...nothing,
      lines: [note('record', `the ${kind.data} record of run ${run} is not in this data folder`)],
    };
  return checkRecord(files.value, evidence, ledgerName(evidence));
}
