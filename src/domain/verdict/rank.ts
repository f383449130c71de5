/** Worst wins, by one list. */
import type { VerdictOutcome } from './types';

/**
 * Best to worst. `error` (could not be measured) is worse than `inconclusive` (measured, proves nothing), because
 * waiting does not cure it; `fail` is worst, because it is the only one that is evidence of harm.
 */
export const BEST_TO_WORST = [
  'pass',
  'inconclusive',
  'error',
  'fail',
] as const satisfies readonly VerdictOutcome[];

const badness = (outcome: VerdictOutcome): number => BEST_TO_WORST.indexOf(outcome);

export const isWorse = (a: VerdictOutcome, b: VerdictOutcome): boolean => badness(a) > badness(b);

/** The worst of the outcomes. Nothing at all is `inconclusive`: empty is never good. */
export function worstOf(outcomes: readonly VerdictOutcome[]): VerdictOutcome {
  const [first, ...rest] = outcomes;
  if (first === undefined) return 'inconclusive';
  return rest.reduce((worst, outcome) => (isWorse(outcome, worst) ? outcome : worst), first);
}
