/** What a verification found, line by line. */
import { visible } from '@domain/evidence/report/visible';

/** What each line is about. `policy` is about who may sign; all others about whether the evidence is genuine. */
export type Promised =
  | 'bytes' // every file is the one that was exported
  | 'chain' // the ledger's lines follow from one another
  | 'payloads' // the entries' contents are the recorded ones
  | 'checkpoints' // the device signed these very lines
  | 'anchor' // a checkpoint held elsewhere is still part of the ledger
  | 'signatures' // the record's signatures
  | 'policy' // the signers are the auditor's
  | 'sealed' // the ledger names this record
  | 'record' // the record says what the entries say
  | 'ids' // correlation and release candidate in everything of the run
  | 'outputs'; // what the commands printed

export interface VerifyLine {
  readonly promise: Promised;
  /** note: neither good nor bad, but to be known. */
  readonly result: 'ok' | 'fail' | 'note';
  /** A sentence for people, with names and numbers. */
  readonly detail: string;
}

/** not-authentic: something was changed, is missing or can't be read. against-policy: genuine, but by who may not. */
export type VerifyVerdict = 'verified' | 'not-authentic' | 'against-policy';

export interface VerifyReport {
  readonly verdict: VerifyVerdict;
  readonly lines: readonly VerifyLine[];
}

export interface VerifyOptions {
  /** Text of the auditor's own allowed_signers file. Without it, who signed is only claimed. */
  readonly allowedSigners?: string;
  /** Text of a checkpoint file the auditor kept from earlier. */
  readonly knownCheckpoint?: string;
}

// Names and texts in a detail come from a bundle somebody sent: they must not steer the terminal they are shown on.
const line =
  (result: VerifyLine['result']) =>
  (promise: Promised, detail: string): VerifyLine => ({ promise, result, detail: visible(detail) });

export const good = line('ok');
export const bad = line('fail');
export const note = line('note');

/** The first problems of one promise; a thousand more of the same help nobody. */
const MOST = 20;

/** All problems, or that there is none. */
export function judged(
  promise: Promised,
  problems: readonly string[],
  detail: string,
): readonly VerifyLine[] {
  if (problems.length === 0) return [good(promise, detail)];
  const shown = problems.slice(0, MOST).map((problem) => bad(promise, problem));
  const rest = problems.length - shown.length;
  return rest === 0 ? shown : [...shown, bad(promise, `and ${rest} more problems of this kind`)];
}

export function verdictOf(lines: readonly VerifyLine[]): VerifyVerdict {
  const failed = lines.filter((line) => line.result === 'fail');
  if (failed.some((line) => line.promise !== 'policy')) return 'not-authentic';
  return failed.length > 0 ? 'against-policy' : 'verified';
}

export const reportOf = (lines: readonly VerifyLine[]): VerifyReport => ({
  verdict: verdictOf(lines),
  lines,
});
