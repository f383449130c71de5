import { contextOf, type TargetVars } from './check/context';
import { checkInputs } from './check/inputs';
import { checkLater } from './check/later';
import { checkMetrics } from './check/metrics';
import { checkNames } from './check/names';
import { checkPhases } from './check/phases';
import { checkQuoting } from './check/quoting';
import { checkRules } from './check/rules';
import { checkSteps } from './check/steps';
import type { LoadedRunbook } from './load';
import { type Problem, sortProblems } from './problem';

export type { TargetVars } from './check/context';

/**
 * Everything that is wrong with the meaning of a runbook, in the order of the file. With `targetVars` (a plan knows
 * them) an unknown name is an error; without, a name that a target may bring is a warning.
 */
export function checkRunbook(loaded: LoadedRunbook, targetVars: TargetVars | null = null): Problem[] {
  const context = contextOf(loaded, targetVars);
  const checks = [
    checkLater,
    checkInputs,
    checkPhases,
    checkSteps,
    checkRules,
    checkMetrics,
    checkNames,
    checkQuoting,
  ];
  return sortProblems(checks.flatMap((check) => check(context)));
}
