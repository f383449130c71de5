/** Promises `record`, `signatures`, `sealed`: who signed the record, that the ledger names it, that it says what happened. */
import type { RunRecord } from '@domain/evidence/record';
import { buildRecord, isClosed } from '@domain/evidence/record-build';
import { type PackedRecord, packRecord, parseRecord, wholeRecord } from '@domain/evidence/record-pack';
import type { NamedSigner } from '@domain/evidence/record-signer';
import { NAMESPACES } from '@domain/evidence/sshsig';
import type { Recorded } from '@domain/run/event';
import { fromEntry } from '../../engine/event-codec';
import { sha256, sha256Hex } from '../../signing/digest';
import { verifySshsig } from '../../signing/verify';
import { entryRun } from '../entry';
import { namedSigners } from '../sealed-record';
import { RECORD_FILE, ROLES, signatureFile } from '../stored-record';
import { disclosed, type Entry, type LedgerEvidence, type LedgerName } from './evidence';
import { type BundleFiles, readText } from './files';
import { bad, good, judged, note, type VerifyLine } from './report';
import type { FoundSignature } from './signature';

export interface CheckedRecord {
  readonly lines: readonly VerifyLine[];
  readonly found: readonly FoundSignature[];
  /** With its attached parts; null when it can't be read. */
  readonly record: RunRecord | null;
  readonly sha256: string | null;
  /** Who signed, as the ledger names them. */
  readonly signers: readonly NamedSigner[];
}

export function checkRecord(
  files: BundleFiles,
  evidence: LedgerEvidence,
  name: LedgerName | null,
): CheckedRecord {
  const nothing = { found: [], record: null, sha256: null, signers: [] };
  const bytes = files.read(RECORD_FILE);
  if (bytes === null) return { ...nothing, lines: [bad('record', `${RECORD_FILE} is missing`)] };
  const parsed = parseRecord(bytes);
  if (!parsed.ok) return { ...nothing, lines: [bad('record', parsed.error.message)] };
  const record = parsed.value;
  const digest = sha256Hex(bytes);
  const seal = [...disclosed(evidence)].find((entry) => isSealOf(entry, record, digest));
  const signers = namedSigners(textList(seal?.document.signers));
  const signatures = checkSignatures(files, bytes, name, seal, signers);
  const whole = wholeRecord(record, (file) => files.read(file), sha256);
  return {
    lines: [
      ...signatures.lines,
      ...checkSeal(seal, record, evidence, name),
      ...(whole.ok ? [] : [bad('record', whole.error.message)]),
      ...checkAgainstEntries(files, record, bytes, evidence),
    ],
    found: signatures.found,
    record: whole.ok ? whole.value : null,
    sha256: digest,
    signers,
  };
}

const isSealOf = ({ kind, document }: Entry, record: RunRecord, digest: string): boolean =>
  kind === 'record.sealed' && document.record_sha256 === digest && document.run_id === record.run_id;

const textList = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

function checkSignatures(
  files: BundleFiles,
  bytes: Uint8Array,
  name: LedgerName | null,
  seal: Entry | undefined,
  signers: readonly NamedSigner[],
): { readonly lines: readonly VerifyLine[]; readonly found: readonly FoundSignature[] } {
  const lines: VerifyLine[] = [];
  const found: FoundSignature[] = [];
  for (const role of ROLES) {
    const file = signatureFile(RECORD_FILE, role);
    const named = signers.find((signer) => signer.role === role);
    const armoured = readText(files, file);
    if (armoured === null) {
      lines.push(...missing(file, role, named, files.names.includes(file)));
      continue;
    }
    const verified = verifySshsig(bytes, armoured, NAMESPACES.record);
    if (!verified.ok) lines.push(bad('signatures', `${file}: ${verified.error.message}`));
    else if (seal !== undefined && named?.fingerprint !== verified.value.fingerprint)
      lines.push(
        bad(
          'signatures',
          `${file}: the ledger names another signer than the key ${verified.value.fingerprint}`,
        ),
      );
    else if (role === 'device' && verified.value.keyLine !== name?.deviceKey)
      lines.push(bad('signatures', `${file}: another key than the ledger's device made it`));
    else {
      lines.push(
        good('signatures', `${RECORD_FILE} is signed by the ${role} key ${verified.value.fingerprint}`),
      );
      found.push({
        file: RECORD_FILE,
        namespace: NAMESPACES.record,
        role,
        verified: verified.value,
        at: seal?.at ?? null,
      });
    }
  }
  const [one, other] = found;
  if (one !== undefined && one.verified.fingerprint === other?.verified.fingerprint)
    lines.push(bad('signatures', 'operator and device signed with the same key'));
  return { lines, found };
}

function missing(
  file: string,
  role: NamedSigner['role'],
  named: NamedSigner | undefined,
  unreadable: boolean,
): readonly VerifyLine[] {
  if (unreadable) return [bad('signatures', `${file} is no signature`)];
  if (named !== undefined)
    return [bad('signatures', `${file} is missing: the ledger says that ${named.name} signed`)];
  return role === 'device'
    ? [bad('signatures', `${file} is missing`)]
    : [note('signatures', 'no person signed this record, only the device')];
}

function checkSeal(
  seal: Entry | undefined,
  { ledger, record }: RunRecord,
  { lines }: LedgerEvidence,
  name: LedgerName | null,
): readonly VerifyLine[] {
  if (seal === undefined) return [bad('sealed', 'the ledger names no record with this digest')];
  const problems: string[] = [];
  if (seal.document.record !== record) problems.push('the ledger names it as another kind of record');
  if (ledger.origin !== name?.origin) problems.push('the record was made over another ledger');
  if (ledger.size >= seal.seq)
    problems.push(`the record claims ${ledger.size} entries, but was sealed as entry ${seal.seq}`);
  const line = lines[ledger.size - 1];
  if (line === undefined || sha256Hex(line) !== ledger.head)
    problems.push(`the record was made over other entries: entry ${ledger.size} is not the one it names`);
  return judged('sealed', problems, `entry ${seal.seq} of the ledger names this record, sealed ${seal.at}`);
}

/** The run's events as far as they are disclosed. Throws what `fromEntry` throws on shapes it does not know. */
export function runEvents(evidence: LedgerEvidence, runId: string): readonly Recorded[] {
  const events: Recorded[] = [];
  for (const entry of disclosed(evidence)) {
    if (entryRun(entry.document) !== runId) continue;
    const recorded = fromEntry(entry);
    if (recorded !== null) events.push(recorded);
  }
  return events;
}

function rebuild(record: RunRecord, evidence: LedgerEvidence): PackedRecord | string {
  try {
    const events = runEvents(evidence, record.run_id);
    if (!isClosed(events.filter(({ seq }) => seq <= record.ledger.size)))
      return 'the entries of the run do not hold its opening and its end';
    const packed = packRecord(buildRecord(events, record.ledger, record.app), sha256);
    return packed.ok ? packed.value : packed.error.message;
  } catch (error) {
    // Entries of unknown shape, or events in an order no run has: both mean that nothing can be compared.
    return `the record can't be made again from the entries: ${(error as Error).message}`;
  }
}

function checkAgainstEntries(
  files: BundleFiles,
  record: RunRecord,
  bytes: Uint8Array,
  evidence: LedgerEvidence,
): readonly VerifyLine[] {
  const again = rebuild(record, evidence);
  if (typeof again === 'string') return [bad('record', again)];
  const problems = Buffer.from(again.bytes).equals(bytes)
    ? []
    : [`the record says something else than the entries of run ${record.run_id}`];
  for (const [file, expected] of again.attachments)
    if (files.sha256(file) !== sha256Hex(expected))
      problems.push(`${file} says something else than the entries`);
  for (const { sha256: digest, text } of record.scripts)
    if (sha256Hex(text) !== digest)
      problems.push(`the command ${digest} has another text than its digest says`);
  return judged('record', problems, 'the record is, byte for byte, what the entries of the run say');
}
