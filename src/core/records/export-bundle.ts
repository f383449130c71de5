/** Writes a run's record with everything needed to check it: a folder or a zip (TRUST F8). */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AppVersion, RecordKind } from '@domain/evidence/record';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import type { Via } from '@domain/run/event';
import type { OpenLedger } from '../ledger/open-ledger';
import type { StoredCheckpoint } from '../ledger/stored-checkpoint';
import type { LedgerDraft, OutputStore } from '../ports';
import { sha256Hex } from '../signing/digest';
import { type FilledBundle, fillBundle } from './fill-bundle';
import { type FolderCode, hiddenNeighbour, ioFailure, writeFolder } from './folder';
import { findSealed, type SealedCode, type SealedInLedger } from './sealed-record';
import type { SignCode, Signers } from './signer';
import { zipFolder } from './zip';

export interface ExportRequest extends Signers {
  readonly dataDir: string;
  readonly ledger: OpenLedger;
  readonly outputs: OutputStore;
  readonly runId: string;
  /** Null takes the newest record of the run. */
  readonly kind: RecordKind | null;
  /** The folder to make, or the zip file. Must not be there yet. */
  readonly to: string;
  readonly zip: boolean;
  /** For the ledger: who asked for it, and how. */
  readonly who: { readonly by: string; readonly via: Via };
  readonly app: AppVersion;
}

export interface ExportedBundle {
  readonly path: string;
  readonly files: number;
  /** Digest of SHA256SUMS: names everything in the bundle at once. */
  readonly sumsSha256: string;
  /** Sentences for people: what is not in the bundle and why. */
  readonly notices: readonly string[];
  /** To be appended to the ledger now. */
  readonly draft: LedgerDraft;
}

/**
 * wrong_device: the checkpoints of this ledger are signed by another key than this device's. not_checkpointed: the
 * ledger is open for looking only and no checkpoint covers the record yet. zip_too_large: export a folder.
 */
export type ExportCode =
  | SealedCode
  | SignCode
  | FolderCode
  | 'wrong_device'
  | 'not_checkpointed'
  | 'zip_too_large';

/** What the zip reader takes (TRUST 4.4); a larger bundle could not be checked as a zip. */
export const MAX_ZIP_BYTES = 256 * 1024 * 1024;

function coveringCheckpoint(ledger: OpenLedger, seq: number): Result<StoredCheckpoint, Failure<ExportCode>> {
  const newest = ledger.mode === 'writer' ? ledger.checkpoint() : ledger.checkpoints().at(-1);
  return newest !== undefined && newest.checkpoint.size >= seq
    ? ok(newest)
    : fail(
        'not_checkpointed',
        'no checkpoint covers this record yet; the app that holds the ledger makes one',
      );
}

export async function exportBundle(
  request: ExportRequest,
): Promise<Result<ExportedBundle, Failure<ExportCode>>> {
  if (existsSync(request.to)) return fail('exists', `${request.to} is there already`, { path: request.to });
  if (!request.device.publicKey.startsWith(request.ledger.deviceKey))
    return fail('wrong_device', 'this ledger belongs to another device key than this one');
  const sealed = findSealed(request.dataDir, request.ledger, request.runId, request.kind);
  if (!sealed.ok) return sealed;
  const checkpoint = coveringCheckpoint(request.ledger, sealed.value.seq);
  if (!checkpoint.ok) return checkpoint;
  const written = await write(request, sealed.value, checkpoint.value);
  if (!written.ok) return written;
  const { names, sums, notices } = written.value;
  const sumsSha256 = sha256Hex(sums);
  const draft = exportDraft(request, sealed.value, sumsSha256, names.length);
  return ok({ path: request.to, files: names.length, sumsSha256, notices, draft });
}

async function write(
  request: ExportRequest,
  sealed: SealedInLedger,
  checkpoint: StoredCheckpoint,
): Promise<Result<FilledBundle, Failure<ExportCode>>> {
  let filled: FilledBundle | null = null;
  const folder = request.zip ? `${hiddenNeighbour(request.to)}.folder` : request.to;
  const written = await writeFolder<Failure<ExportCode>>(folder, false, async (fresh) => {
    const result = await fillBundle(fresh, request, sealed, checkpoint);
    if (!result.ok) return result;
    filled = result.value;
    return ok(null);
  });
  if (!written.ok) return written;
  if (filled === null) throw new Error('a written bundle was filled');
  return request.zip ? pack(folder, filled, request.to) : ok(filled);
}

/** The zip gets its name only when it is whole; the folder it was made of goes in any case. */
async function pack(
  folder: string,
  filled: FilledBundle,
  to: string,
): Promise<Result<FilledBundle, Failure<ExportCode>>> {
  const fresh = hiddenNeighbour(to);
  try {
    if (filled.bytes > MAX_ZIP_BYTES)
      return fail('zip_too_large', 'the bundle is larger than 256 MiB: export it as a folder');
    mkdirSync(dirname(to), { recursive: true });
    await zipFolder(folder, filled.names, fresh);
    renameSync(fresh, to);
    return ok(filled);
  } catch (error) {
    return ioFailure(error, to);
  } finally {
    rmSync(fresh, { force: true });
    rmSync(folder, { recursive: true, force: true });
  }
}

const exportDraft = (
  { who, app, zip }: ExportRequest,
  { stored }: SealedInLedger,
  sumsSha256: string,
  files: number,
): LedgerDraft => ({
  kind: 'export',
  payload: {
    run_id: stored.record.run_id,
    correlation_id: stored.record.correlation_id,
    release_candidate_id: stored.record.release_candidate_id,
    by: who.by,
    via: who.via,
    app: { name: app.name, version: app.version },
    record: stored.record.record,
    record_sha256: stored.sha256,
    sums_sha256: sumsSha256,
    files,
    form: zip ? 'zip' : 'folder',
  },
});
