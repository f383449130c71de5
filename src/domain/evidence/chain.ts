/** The chain of ledger lines: every line names the digest of the line before it. */
import { type Failure, fail, ok, type Result } from '../kernel/result';
import { hexHash, type Sha256, ZERO_HASH } from './hash';
import { type LedgerLine, parseLine } from './ledger-line';

/** Where a walk along the chain stands: the number and digest of the last line seen. */
export interface ChainPlace {
  readonly seq: number;
  readonly head: string;
}
export const CHAIN_START: ChainPlace = { seq: 0, head: ZERO_HASH };

/**
 * shape: no ledger line. missing: this number is not there. repeated: it is there more than once. out_of_order: it
 * stands after a later one. edited: it is not the entry its successor was chained to.
 */
export type ChainCode = 'shape' | 'missing' | 'repeated' | 'out_of_order' | 'edited';

export interface ChainProblem {
  readonly code: ChainCode;
  /** The entry it is about; for `shape` the place of the line in the file. */
  readonly seq: number;
  readonly message: string;
}

/** Follows one link. On a failure ask `diagnoseChain` over the whole file what happened. */
export function followLink(
  place: ChainPlace,
  text: string,
  sha256: Sha256,
): Result<{ readonly line: LedgerLine; readonly place: ChainPlace }, Failure<'chain'>> {
  const line = parseLine(text);
  if (!line.ok) return fail('chain', line.error.message, { seq: place.seq + 1 });
  const { seq, prev } = line.value;
  if (seq !== place.seq + 1) return fail('chain', `entry ${seq} follows entry ${place.seq}`, { seq });
  if (prev !== place.head)
    return fail('chain', `entry ${seq} is not chained to the entry before it`, { seq });
  return ok({ line: line.value, place: { seq, head: hexHash(sha256, text) } });
}

interface Found {
  readonly line: LedgerLine;
  readonly text: string;
}

function sortOut(lines: readonly string[]): { found: Map<number, Found>; problems: ChainProblem[] } {
  const found = new Map<number, Found>();
  const problems: ChainProblem[] = [];
  const note = (code: ChainCode, seq: number, message: string) => void problems.push({ code, seq, message });
  let highest = 0;
  for (const [i, text] of lines.entries()) {
    const line = parseLine(text);
    const seq = line.ok ? line.value.seq : i + 1;
    if (!line.ok) note('shape', seq, `line ${i + 1}: ${line.error.message}`);
    else if (found.has(seq)) note('repeated', seq, `entry ${seq} is there again at place ${i + 1}`);
    else {
      if (seq < highest) note('out_of_order', seq, `entry ${seq} stands after entry ${highest}`);
      highest = Math.max(highest, seq);
      found.set(seq, { line: line.value, text });
    }
  }
  return { found, problems };
}

/** Numbers far beyond the file are a forged number, not a million missing entries. */
const NAMED_AT_MOST = 1000;

function gaps(found: ReadonlyMap<number, Found>): ChainProblem[] {
  const problems: ChainProblem[] = [];
  let expected = 1;
  for (const seq of [...found.keys()].sort((a, b) => a - b)) {
    for (; expected < seq && problems.length < NAMED_AT_MOST; expected++)
      problems.push({ code: 'missing', seq: expected, message: `entry ${expected} is missing` });
    expected = seq + 1;
  }
  return problems;
}

function broken(found: ReadonlyMap<number, Found>, sha256: Sha256): ChainProblem[] {
  const problems: ChainProblem[] = [];
  for (const [seq, { line }] of found) {
    const before = found.get(seq - 1);
    const expected = seq === 1 ? ZERO_HASH : before === undefined ? null : hexHash(sha256, before.text);
    if (expected === null || line.prev === expected) continue;
    const message =
      seq === 1
        ? 'entry 1 claims an entry before it'
        : `entry ${seq - 1} is not the one entry ${seq} was chained to: one of them was changed`;
    problems.push({ code: 'edited', seq: Math.max(1, seq - 1), message });
  }
  return problems;
}

/**
 * Everything wrong with a ledger file, by entry number, lowest first; empty for a sound chain. Lines carry their LF.
 * A cut-off tail leaves a sound chain: only a checkpoint held elsewhere shows it.
 */
export function diagnoseChain(lines: readonly string[], sha256: Sha256): readonly ChainProblem[] {
  const { found, problems } = sortOut(lines);
  return [...problems, ...gaps(found), ...broken(found, sha256)].sort((a, b) => a.seq - b.seq);
}
