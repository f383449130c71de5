/** Small constructors and updates of step states, used by evolve only. */
import type { PlanStep } from '../plan/plan';
import type { StepState, TargetState } from './state';

const blankTarget = (target: string | null): TargetState => ({
  target,
  status: 'pending',
  attempt: 0,
  script: null,
  exports: [],
  startedAt: null,
  endedAt: null,
  durationMs: null,
  outcome: null,
  checks: [],
  output: null,
});

export function initialStep(step: PlanStep): StepState {
  const targets = step.targets.length === 0 ? [null] : step.targets;
  return {
    step,
    status: 'pending',
    targets: targets.map(blankTarget),
    missing: [],
    observation: null,
    startedAt: null,
    endedAt: null,
    decision: null,
  };
}

export const mapStep = (
  steps: readonly StepState[],
  id: string,
  change: (step: StepState) => StepState,
): readonly StepState[] => steps.map((s) => (s.step.id === id ? change(s) : s));

export const mapTarget = (
  step: StepState,
  target: string | null,
  change: (target: TargetState) => TargetState,
): StepState => ({ ...step, targets: step.targets.map((t) => (t.target === target ? change(t) : t)) });

/** A step's status follows from its targets, for steps that run something. */
function statusOfTargets(step: StepState): StepState['status'] {
  const has = (status: TargetState['status']) => step.targets.some((t) => t.status === status);
  if (has('running')) return 'running';
  if (has('unknown')) return 'unknown';
  if (has('failed')) return 'failed';
  return has('pending') ? 'pending' : 'passed';
}

/** The step after one of its targets ended. A rollout whose apply passed is judged by what is observed next. */
export function withTargetsEnded(step: StepState, at: string): StepState {
  const overall = statusOfTargets(step);
  const watching = overall === 'passed' && step.step.action.type === 'rollout';
  return { ...step, status: watching ? 'running' : overall, endedAt: watching ? null : at };
}
