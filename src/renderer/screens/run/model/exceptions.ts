import type { RunState, StepState } from '@domain/run/state';

/** Steps that are no plain pass: skipped, vouched for against a failure, overridden, failed, unknown. They stay visible. */
export const exceptionsOf = (state: RunState): readonly StepState[] =>
  [...state.steps, ...(state.rollback?.steps ?? [])].filter(isException);

function isException(step: StepState): boolean {
  if (['skipped', 'failed', 'unknown', 'blocked', 'running'].includes(step.status)) return true;
  if (step.observation?.stages.some((stage) => stage.overridden) === true) return true;
  return step.decision?.value === 'happened';
}
