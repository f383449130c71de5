/** Checks a bundle, folder or zip, by itself: no network, no keys, no trust in anything it says about its signers. */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInstant } from '@domain/kernel/instant';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import { extractZip, type ZipCode } from './unzip';
import { checkFiles, checkSumsSignatures } from './verify/check-bytes';
import { checkEntryIds, checkRecordIds } from './verify/check-ids';
import { checkAnchor, checkChain, checkCheckpoints, checkPayloads, checkStrays } from './verify/check-ledger';
import { checkOutputs } from './verify/check-outputs';
import { checkPolicy } from './verify/check-policy';
import { checkRecord } from './verify/check-record';
import { bundleEvidence, type LedgerEvidence, ledgerName } from './verify/evidence';
import { type BundleFiles, type FilesCode, folderFiles } from './verify/files';
import { bad, reportOf, type VerifyLine, type VerifyOptions, type VerifyReport } from './verify/report';

export type { VerifyLine, VerifyOptions, VerifyReport, VerifyVerdict } from './verify/report';

/** Newest time any ledger line gives; lines that are none give none. */
export const newestTime = ({ lines }: LedgerEvidence): string =>
  lines
    .map((line) => line.split(' ')[2] ?? '')
    .filter(isInstant)
    .sort()
    .at(-1) ?? '1970-01-01T00:00:00.000Z';

/** All checks over the files of a bundle, wherever they lie. */
export function verifyFiles(files: BundleFiles, options: VerifyOptions = {}): VerifyReport {
  const evidence = bundleEvidence(files);
  const name = ledgerName(evidence);
  const sums = checkSumsSignatures(files, name?.deviceKey ?? null);
  const checkpoints = checkCheckpoints(evidence, name, true);
  const record = checkRecord(files, evidence, name);
  const lines: VerifyLine[] = [
    ...checkFiles(files),
    ...sums.lines,
    ...checkChain(evidence),
    ...checkPayloads(evidence),
    ...checkStrays(files.names, evidence.lines.length),
    ...checkpoints.lines,
    ...checkAnchor(evidence, name, options.knownCheckpoint),
    ...record.lines,
    ...checkEntryIds(evidence),
  ];
  if (record.record !== null && record.sha256 !== null) {
    lines.push(...checkRecordIds(files, evidence, record.record, record.sha256));
    lines.push(...checkOutputs(files, record.record));
  }
  const found = [...record.found, ...sums.found, ...checkpoints.found];
  const policy = {
    found,
    claimed: record.signers,
    allowedSigners: options.allowedSigners,
    newest: newestTime(evidence),
  };
  return reportOf([...lines, ...checkPolicy(policy)]);
}

export type VerifyCode = FilesCode | ZipCode;

/**
 * Verifies the bundle at `path`. A bundle that can't be read at all, or tries to do harm, is a report too: it is not
 * authentic.
 */
export async function verifyBundle(path: string, options: VerifyOptions = {}): Promise<VerifyReport> {
  const opened = await openBundle(path);
  if (!opened.ok) return reportOf([bad('bytes', opened.error.message)]);
  try {
    return verifyFiles(opened.value.files, options);
  } finally {
    opened.value.dispose();
  }
}

interface OpenBundle {
  readonly files: BundleFiles;
  dispose(): void;
}

async function openBundle(path: string): Promise<Result<OpenBundle, Failure<VerifyCode>>> {
  if (!existsSync(path)) return fail('no_bundle', `there is no bundle at ${path}`, { path });
  if (statSync(path).isDirectory()) return openFolder(path, () => undefined);
  const folder = mkdtempSync(join(tmpdir(), 'holdpoint-verify-'));
  const dispose = () => rmSync(folder, { recursive: true, force: true });
  const extracted = await extractZip(path, folder);
  const opened = extracted.ok ? openFolder(folder, dispose) : extracted;
  if (!opened.ok) dispose();
  return opened;
}

function openFolder(path: string, dispose: () => void): Result<OpenBundle, Failure<FilesCode>> {
  const files = folderFiles(path);
  return files.ok ? ok({ files: files.value, dispose }) : files;
}
