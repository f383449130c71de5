/** Record <-> bytes. Parts that would make the document too large become files beside it. */
import type { JsonValue } from '../kernel/json';
import { type Failure, fail, ok, type Result } from '../kernel/result';
import { CanonicalError, canonicalBytes, canonicalJson, parseCanonical } from './canonical-json';
import { type Sha256, toHex, utf8 } from './hash';
import {
  type Attachable,
  type RunRecord,
  recordAttempt,
  recordSample,
  recordScript,
  runRecord,
} from './record';

export interface PackedRecord {
  /** The canonical bytes of record.json. */
  readonly bytes: Uint8Array;
  /** Files beside it, by name: one canonical document a line. */
  readonly attachments: ReadonlyMap<string, Uint8Array>;
}
export type PackCode = 'too_large';
export type UnpackCode = 'record_malformed' | 'attachment';

/** In the order in which they leave the document. */
const ORDER: readonly Attachable[] = ['samples', 'scripts', 'attempts'];
export const attachmentFile = (part: Attachable): string => `record.${part}.ndjson`;

function tryBytes(record: RunRecord): Uint8Array | null {
  try {
    return canonicalBytes(record);
  } catch (error) {
    if (error instanceof CanonicalError && error.code === 'size') return null;
    throw error;
  }
}

function detach(
  record: RunRecord,
  part: Attachable,
  sha256: Sha256,
): { readonly record: RunRecord; readonly bytes: Uint8Array } {
  const items: readonly unknown[] = record[part];
  const bytes = utf8(items.map((item) => `${canonicalJson(item)}\n`).join(''));
  const attachment = {
    part,
    file: attachmentFile(part),
    sha256: toHex(sha256(bytes)),
    bytes: bytes.length,
    items: items.length,
  };
  return { record: { ...record, [part]: [], attachments: [...record.attachments, attachment] }, bytes };
}

/** `record` as `buildRecord` makes it. Detaches no more than it must, always in the same order. */
export function packRecord(record: RunRecord, sha256: Sha256): Result<PackedRecord, Failure<PackCode>> {
  const attachments = new Map<string, Uint8Array>();
  let rest = record;
  let bytes = tryBytes(rest);
  for (const part of ORDER) {
    if (bytes !== null) break;
    const detached = detach(rest, part, sha256);
    rest = detached.record;
    attachments.set(attachmentFile(part), detached.bytes);
    bytes = tryBytes(rest);
  }
  return bytes === null
    ? fail('too_large', 'the record is larger than a canonical document may be, even without its large parts')
    : ok({ bytes, attachments });
}

/** Reads record.json as it lies; attached parts stay empty. */
export function parseRecord(bytes: Uint8Array): Result<RunRecord, Failure<UnpackCode>> {
  const value = parseCanonical(bytes);
  if (!value.ok) return fail('record_malformed', `record.json: ${value.error.message}`);
  const parsed = runRecord.safeParse(value.value);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  const place = issue === undefined ? '' : ` at ${issue.path.join('.')}: ${issue.message}`;
  return fail('record_malformed', `record.json is no record of version 1${place}`);
}

function readLines(bytes: Uint8Array): readonly JsonValue[] {
  return new TextDecoder('utf-8', { fatal: true })
    .decode(bytes)
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as JsonValue);
}

const ITEM = { samples: recordSample, scripts: recordScript, attempts: recordAttempt } as const;

function attach(
  record: RunRecord,
  part: Attachable,
  bytes: Uint8Array,
): Result<RunRecord, Failure<UnpackCode>> {
  try {
    const items = ITEM[part].array().safeParse(readLines(bytes));
    if (items.success) return ok({ ...record, [part]: items.data });
  } catch {
    // Not UTF-8 or not JSON: the same answer as for the wrong shape.
  }
  return fail('attachment', `${attachmentFile(part)} does not hold ${part}`);
}

/** The whole record, attachments put back. `read` gives the bytes of a file beside it, null when it is missing. */
export function wholeRecord(
  record: RunRecord,
  read: (file: string) => Uint8Array | null,
  sha256: Sha256,
): Result<RunRecord, Failure<UnpackCode>> {
  let whole = record;
  for (const { part, file, sha256: digest } of record.attachments) {
    const bytes = file === attachmentFile(part) ? read(file) : null;
    if (bytes === null) return fail('attachment', `${file} is missing`);
    if (toHex(sha256(bytes)) !== digest) return fail('attachment', `${file} is not the one the record names`);
    const attached = attach(whole, part, bytes);
    if (!attached.ok) return attached;
    whole = attached.value;
  }
  return ok(whole);
}
