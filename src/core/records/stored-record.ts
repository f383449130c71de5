/** Where sealed records lie in the data folder, and how they are read back. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordKind, RunRecord } from '@domain/evidence/record';
import { parseRecord, type UnpackCode } from '@domain/evidence/record-pack';
import type { SignerRole } from '@domain/evidence/record-signer';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import { sha256Hex } from '../signing/digest';

export const RECORD_FILE = 'record.json';
export const signatureFile = (file: string, role: SignerRole): string => `${file}.${role}.sig`;
export const ROLES: readonly SignerRole[] = ['operator', 'device'];

export interface StoredRecord {
  readonly folder: string;
  readonly record: RunRecord;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  /** Armoured signatures by role; the operator's may be missing. */
  readonly signatures: ReadonlyMap<SignerRole, string>;
  /** Bytes of the files beside it that the record names. */
  readonly attachments: ReadonlyMap<string, Uint8Array>;
}
export type StoredCode = UnpackCode | 'no_record' | 'io';

const SAFE_ID = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;

/** Throws on a run id that is no plain name: it comes from our own ledger. */
export function recordFolder(dataDir: string, runId: string, kind: RecordKind): string {
  if (!SAFE_ID.test(runId)) throw new Error(`no run id: ${runId}`);
  return join(dataDir, 'records', runId, kind);
}

/** Reads what is stored; says nothing yet about signatures. */
export function readStoredRecord(
  dataDir: string,
  runId: string,
  kind: RecordKind,
): Result<StoredRecord, Failure<StoredCode>> {
  const folder = recordFolder(dataDir, runId, kind);
  if (!existsSync(folder)) return fail('no_record', `there is no ${kind} record of run ${runId}`);
  try {
    return readFolder(folder);
  } catch (error) {
    return fail('io', `the record in ${folder} can't be read: ${(error as Error).message}`, { path: folder });
  }
}

function readFolder(folder: string): Result<StoredRecord, Failure<StoredCode>> {
  const bytes = readFileSync(join(folder, RECORD_FILE));
  const record = parseRecord(bytes);
  if (!record.ok) return record;
  const signatures = new Map(
    ROLES.map((role) => [role, join(folder, signatureFile(RECORD_FILE, role))] as const)
      .filter(([, path]) => existsSync(path))
      .map(([role, path]) => [role, readFileSync(path, 'utf8')] as const),
  );
  const attachments = new Map(
    record.value.attachments.map(({ file }) => [file, readFileSync(join(folder, plainName(file)))] as const),
  );
  return ok({ folder, record: record.value, bytes, sha256: sha256Hex(bytes), signatures, attachments });
}

function plainName(file: string): string {
  if (!/^record\.[a-z]+\.ndjson$/.test(file)) throw new Error(`${file} is no attachment of a record`);
  return file;
}
