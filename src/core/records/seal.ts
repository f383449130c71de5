/** Makes, signs and stores the record of a closed run. The caller then appends `record.sealed` and a checkpoint. */
import { join } from 'node:path';
import type { AppVersion, RecordKind } from '@domain/evidence/record';
import { buildRecord, isClosed, type RecordPlace } from '@domain/evidence/record-build';
import { type PackCode, type PackedRecord, packRecord } from '@domain/evidence/record-pack';
import { type NamedSigner, parseSignerLine, signerLine } from '@domain/evidence/record-signer';
import { NAMESPACES } from '@domain/evidence/sshsig';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import type { Recorded } from '@domain/run/event';
import { sha256, sha256Hex } from '../signing/digest';
import { type FolderCode, writeDurable, writeFolder } from './folder';
import { fingerprintOf, type MadeSignature, type SignCode, type Signers, signAll } from './signer';
import {
  RECORD_FILE,
  readStoredRecord,
  recordFolder,
  type StoredRecord,
  signatureFile,
} from './stored-record';
import { verifyStoredSignatures } from './stored-signatures';

export interface SealRequest extends Signers {
  readonly dataDir: string;
  /** All events of the run, in order. */
  readonly events: readonly Recorded[];
  /** `ledger.head()` now. */
  readonly ledger: RecordPlace;
  readonly app: AppVersion;
}

export interface SealedRecord {
  readonly record: RecordKind;
  readonly sha256: string;
  /** Lines for `record.sealed`, see `signerLine`. */
  readonly signers: readonly string[];
  readonly folder: string;
  /** True when `record.sealed` is in the ledger already: nothing is to be appended. */
  readonly inLedger: boolean;
}

/** not_closed: the run has not ended, so there is nothing final to sign. */
export type SealCode = 'not_closed' | PackCode | SignCode | FolderCode;

export async function sealRecord(request: SealRequest): Promise<Result<SealedRecord, Failure<SealCode>>> {
  if (!isClosed(request.events)) return fail('not_closed', 'the run has not ended; there is nothing to seal');
  const record = buildRecord(request.events, request.ledger, request.app);
  const earlier = earlierSeal(request, record.run_id, record.record);
  if (earlier !== null) return ok(earlier);
  const packed = packRecord(record, sha256);
  if (!packed.ok) return packed;
  const signed = await signAll(request, NAMESPACES.record, packed.value.bytes);
  if (!signed.ok) return signed;
  const folder = recordFolder(request.dataDir, record.run_id, record.record);
  const stored = await store(folder, packed.value, signed.value);
  if (!stored.ok) return stored;
  return ok({
    record: record.record,
    sha256: sha256Hex(packed.value.bytes),
    signers: signed.value.map((made) => signerLine(made.signer)),
    folder,
    inLedger: false,
  });
}

const store = (folder: string, packed: PackedRecord, signatures: readonly MadeSignature[]) =>
  // What may lie there was never announced to the ledger, or `earlierSeal` had found it.
  writeFolder<Failure<FolderCode>>(folder, true, async (fresh) => {
    writeDurable(join(fresh, RECORD_FILE), packed.bytes);
    for (const { signer, armoured } of signatures)
      writeDurable(join(fresh, signatureFile(RECORD_FILE, signer.role)), armoured);
    for (const [file, bytes] of packed.attachments) writeDurable(join(fresh, file), bytes);
    return ok(null);
  });

/**
 * A record stored before: either the ledger names it, or the app ended between storing it and saying so. It is taken
 * again, so that nobody has to sign twice, but only if it still says exactly what the events say.
 */
function earlierSeal(request: SealRequest, runId: string, kind: RecordKind): SealedRecord | null {
  const stored = readStoredRecord(request.dataDir, runId, kind);
  if (!stored.ok) return null;
  const { record, sha256: digest, folder } = stored.value;
  const announced = request.events.find(
    ({ event }) => event.kind === 'record.sealed' && event.record_sha256 === digest,
  )?.event;
  const signers = verifyStoredSignatures(stored.value);
  if (signers === null || !saysTheSame(stored.value, request)) return null;
  if (announced?.kind === 'record.sealed')
    return { record: record.record, sha256: digest, signers: announced.signers, folder, inLedger: true };
  const named = namedAs(signers, request);
  return named && { record: record.record, sha256: digest, signers: named, folder, inLedger: false };
}

function saysTheSame({ record, bytes }: StoredRecord, { events }: SealRequest): boolean {
  const known = events.filter(({ seq }) => seq <= record.ledger.size);
  if (!isClosed(known)) return false;
  const again = packRecord(buildRecord(known, record.ledger, record.app), sha256);
  return again.ok && sha256Hex(again.value.bytes) === sha256Hex(bytes);
}

/** The stored signatures under the names of those who would sign now; null when other keys made them. */
function namedAs(
  found: readonly Omit<NamedSigner, 'name'>[],
  request: SealRequest,
): readonly string[] | null {
  const expected = expectedSigners(request);
  if (expected.length !== found.length) return null;
  const lines = expected.map((signer) =>
    found.some((f) => f.role === signer.role && f.fingerprint === signer.fingerprint)
      ? signerLine(signer)
      : null,
  );
  return lines.every((line) => line !== null && parseSignerLine(line).ok) ? (lines as string[]) : null;
}

function expectedSigners({ operator, device }: Signers): readonly NamedSigner[] {
  const machine = { role: 'device', name: device.name, fingerprint: device.fingerprint } as const;
  if (operator === null) return [machine];
  return [{ role: 'operator', name: operator.name, fingerprint: fingerprintOf(operator.publicKey) }, machine];
}
