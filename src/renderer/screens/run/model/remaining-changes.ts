import type { PlanStep } from '@domain/plan/plan';
import type { RunState, StepState } from '@domain/run/state';

export interface RemainingChange {
  readonly step: PlanStep;
  /** Why it can't be undone as the runbook says it, null when it could be but was not. */
  readonly why: string | null;
}

/** Changes that began on a target and were not taken back, newest first; none after a release that went through. */
export const remainingChanges = (state: RunState): readonly RemainingChange[] =>
  state.result === null || state.result === 'released'
    ? []
    : state.steps
        .filter(isInPlace)
        .reverse()
        .map(({ step }) => ({ step, why: step.irreversible }));

const isInPlace = ({ step, status, targets }: StepState): boolean =>
  step.changes && status !== 'undone' && targets.some((target) => target.attempt > 0);
