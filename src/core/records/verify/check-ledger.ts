/** Promises `chain`, `payloads`, `checkpoints`, `anchor`: the ledger is whole, in order, and what the device signed. */
import { parseCanonical } from '@domain/evidence/canonical-json';
import { diagnoseChain } from '@domain/evidence/chain';
import { type Checkpoint, parseCheckpoint } from '@domain/evidence/checkpoint';
import { ZERO_HASH } from '@domain/evidence/hash';
import { parseLine } from '@domain/evidence/ledger-line';
import { NAMESPACES } from '@domain/evidence/sshsig';
import { Prefix } from '../../ledger/prefix';
import { sha256, sha256Hex } from '../../signing/digest';
import { verifySshsig } from '../../signing/verify';
import type { CheckpointFile, LedgerEvidence, LedgerName } from './evidence';
import { bad, judged, note, type VerifyLine } from './report';
import type { FoundSignature } from './signature';

export function checkChain({ lines }: LedgerEvidence): readonly VerifyLine[] {
  if (lines.length === 0) return [bad('chain', 'the ledger is missing or empty')];
  const problems = diagnoseChain(lines, sha256).map((problem) => problem.message);
  return judged('chain', problems, `${lines.length} entries follow from one another`);
}

const WITHHELD = 'withheld';

function payloadProblem(text: string, evidence: LedgerEvidence): string | null {
  const line = parseLine(text);
  if (!line.ok) return null; // the chain check names it
  const { seq, payloadBytes, payloadSha256 } = line.value;
  const payload = evidence.payload(seq);
  if (payload === null) return WITHHELD;
  if (payload.length !== payloadBytes || sha256Hex(payload) !== payloadSha256)
    return `the content of entry ${seq} is not the one that was recorded`;
  const document = parseCanonical(payload);
  return document.ok ? null : `the content of entry ${seq}: ${document.error.message}`;
}

export function checkPayloads(evidence: LedgerEvidence): readonly VerifyLine[] {
  const found = evidence.lines.map((line) => payloadProblem(line, evidence));
  const withheld = found.filter((problem) => problem === WITHHELD).length;
  const problems = found.flatMap((problem) => (problem === null || problem === WITHHELD ? [] : [problem]));
  const shown = evidence.lines.length - withheld;
  const lines = judged('payloads', problems, `the contents of ${shown} entries are the recorded ones`);
  return withheld === 0
    ? lines
    : [...lines, note('payloads', `${withheld} entries of other runs are not disclosed, only their digests`)];
}

/** Payload files that no ledger line covers: leftovers of a ledger that was cut. */
export function checkStrays(names: readonly string[], size: number): readonly VerifyLine[] {
  return names
    .filter((name) => name.startsWith('payload/'))
    .filter((name) => {
      const seq = /^payload\/(\d{8,16})\.json$/.exec(name)?.[1];
      return seq === undefined || Number(seq) < 1 || Number(seq) > size;
    })
    .map((name) => bad('payloads', `${name} is not covered by the ledger`));
}

/** What the ledger was at each asked size; sizes beyond the end, or behind a break in the chain, have no answer. */
function prefixesAt(
  lines: readonly string[],
  checkpoints: readonly Checkpoint[],
): ReadonlyMap<Checkpoint, boolean> {
  const answers = new Map<Checkpoint, boolean>();
  const prefix = new Prefix();
  for (const line of lines) {
    if (!prefix.add(line).ok) break;
    for (const checkpoint of checkpoints)
      if (checkpoint.size === prefix.size) answers.set(checkpoint, prefix.matches(checkpoint));
  }
  return answers;
}

interface CheckpointsFound {
  readonly lines: readonly VerifyLine[];
  readonly found: readonly FoundSignature[];
}

function problemsOf(
  file: CheckpointFile,
  previous: string,
  name: LedgerName | null,
  covers: boolean,
): string[] {
  const { checkpoint } = file;
  if (checkpoint === null) return [`${file.name} is no checkpoint`];
  const problems: string[] = [];
  if (checkpoint.origin !== name?.origin) problems.push(`${file.name} is of another ledger`);
  if (checkpoint.previous !== previous)
    problems.push(`${file.name} does not follow the checkpoint before it`);
  if (!covers)
    problems.push(
      `checkpoint ${checkpoint.size} was made over other entries than these: deleted, moved, cut or rolled back`,
    );
  return problems;
}

function signatureOf(file: CheckpointFile, name: LedgerName | null): FoundSignature | string {
  if (file.sig === null) return `${file.name}.sig is missing`;
  const verified = verifySshsig(Buffer.from(file.body), file.sig, NAMESPACES.checkpoint);
  if (!verified.ok) return `${file.name}.sig: ${verified.error.message}`;
  if (verified.value.keyLine !== name?.deviceKey)
    return `${file.name}.sig: another key than the ledger names made it`;
  const at = file.checkpoint?.time ?? null;
  return { file: file.name, namespace: NAMESPACES.checkpoint, role: 'device', verified: verified.value, at };
}

/** `mustEnd`: the last checkpoint must cover the last entry, as in every bundle. */
export function checkCheckpoints(
  evidence: LedgerEvidence,
  name: LedgerName | null,
  mustEnd: boolean,
): CheckpointsFound {
  const { checkpoints, lines } = evidence;
  const covers = prefixesAt(
    lines,
    checkpoints.flatMap((file) => (file.checkpoint === null ? [] : [file.checkpoint])),
  );
  const problems: string[] = name === null ? ['entry 1 is not the genesis of a ledger'] : [];
  const found: FoundSignature[] = [];
  let previous = ZERO_HASH;
  for (const file of checkpoints) {
    const covered = file.checkpoint !== null && covers.get(file.checkpoint) === true;
    problems.push(...problemsOf(file, previous, name, covered));
    const signature = signatureOf(file, name);
    if (typeof signature === 'string') problems.push(signature);
    else found.push(signature);
    previous = sha256Hex(file.body);
  }
  const last = checkpoints.at(-1)?.checkpoint?.size ?? 0;
  if (checkpoints.length === 0 && mustEnd) problems.push('there is no checkpoint');
  const behind = lines.length - last;
  if (mustEnd && behind !== 0) problems.push(`${Math.abs(behind)} entries lie outside the last checkpoint`);
  const after =
    !mustEnd && behind > 0
      ? [note('checkpoints', `${behind} entries are newer than the last checkpoint`)]
      : [];
  return {
    lines: [
      ...judged('checkpoints', problems, `${checkpoints.length} signed checkpoints cover the ledger`),
      ...after,
    ],
    found,
  };
}

/** A checkpoint the auditor kept. */
export function checkAnchor(
  evidence: LedgerEvidence,
  name: LedgerName | null,
  known: string | undefined,
): readonly VerifyLine[] {
  if (known === undefined)
    return [
      note(
        'anchor',
        'no earlier checkpoint was given: a ledger cut together with its checkpoints would not show',
      ),
    ];
  const parsed = parseCheckpoint(known);
  if (!parsed.ok) return [bad('anchor', `the known checkpoint can't be read: ${parsed.error.message}`)];
  const { size, origin } = parsed.value;
  if (origin !== name?.origin) return [bad('anchor', 'the known checkpoint is of another ledger')];
  const extended = prefixesAt(evidence.lines, [parsed.value]).get(parsed.value) === true;
  return judged(
    'anchor',
    extended ? [] : [`the ledger does not extend the checkpoint you held (${size} entries)`],
    `the ledger extends the checkpoint you held (${size} entries)`,
  );
}
