/**
 * What may be stored of an ending: no secret, no half character, no text without end. Output is masked where it is
 * written; this is for everything else an attempt found out (an answer's body, a value of a file, a reason).
 */
import type { Exported, Named } from '@domain/plan/plan';
import type { CheckResult, Outcome } from '@domain/run/outcome';
import { createRedactor } from '../../outputs/redactor';
import type { Measured } from './measured';

/** Enough to understand a finding; the output itself is on disk. In UTF-16 units. */
const LONGEST_TEXT = 2000;

export function cleanEnding(measured: Measured, secrets: readonly Exported[]): Measured {
  const hide = masker(secrets);
  const text = (value: string) => shorten(hide(value));
  const unfit = measured.values.filter(({ value }) => value.includes('\0') || hide(value) !== value);
  return {
    ...measured,
    outcome: cleanOutcome(measured.outcome, text),
    values: measured.values.filter((value) => !unfit.includes(value)),
    checks: [
      ...measured.checks.map((c) => ({ ...c, expected: text(c.expected), found: text(c.found) })),
      ...unfit.map(refusal),
    ],
    files: measured.files.map((f) => ({ ...f, path: text(f.path) })),
  };
}

/** A later step would need the true value, and the ledger must not hold it: so the step has not passed. */
const refusal = ({ name, value }: Named): CheckResult => ({
  rule: 'values',
  expected: `${name} can be kept`,
  found: value.includes('\0')
    ? 'it holds a NUL character, which no variable can carry'
    : 'it holds a secret, which is never stored; hand secrets over as secrets',
  result: 'fail',
});

/** Through bytes and back: half a character, which no canonical document may hold, becomes U+FFFD. */
function masker(secrets: readonly Exported[]): (text: string) => string {
  const values = secrets.map((s) => s.value);
  return (text) => {
    const redactor = createRedactor(values);
    return Buffer.concat([redactor.push(Buffer.from(text, 'utf8')), redactor.end()]).toString('utf8');
  };
}

const shorten = (text: string): string =>
  text.length <= LONGEST_TEXT ? text : `${Buffer.from(text.slice(0, LONGEST_TEXT)).toString('utf8')}...`;

function cleanOutcome(outcome: Outcome, text: (value: string) => string): Outcome {
  return 'why' in outcome ? { ...outcome, why: text(outcome.why) } : outcome;
}
