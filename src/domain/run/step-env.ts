/** The environment a step's command sees, from what the run knows. Values are exported, never pasted. */
import type { Exported, Named, PlanStep } from '../plan/plan';
import { missingNames, stepExports } from '../runbook/exports';
import type { RunState, StepState } from './state';

const learnt = (state: RunState): readonly Named[] =>
  [...state.values].map(([name, value]) => ({ name, value }));

/** Exports of one attempt without secrets: built-ins, known values and, in a rollout, the stage's weight. */
export function stepEnv(state: RunState, step: StepState, target: string | null): readonly Exported[] {
  const exports = stepExports({
    plan: state.plan,
    step: step.step,
    target,
    mode: state.rollback === null ? 'forward' : 'rollback',
    ids: {
      run_id: state.runId,
      correlation_id: state.correlationId,
      release_candidate_id: state.releaseCandidateId,
    },
    values: learnt(state),
    extra: stageWeight(step),
  });
  // Values come from checked inputs and from lines of text, which hold no NUL; anything else is a bug of ours.
  if (!exports.ok) throw new Error(exports.error.message);
  return exports.value;
}

/** Weight of the stage that an apply command is about to open. */
function stageWeight({ step, observation }: StepState): readonly Named[] {
  if (step.action.type !== 'rollout') return [];
  const weight = step.action.stages[nextStage(observation)]?.weight;
  return weight === undefined ? [] : [{ name: 'weight', value: String(weight) }];
}

/** The stage that comes next: none is open while an apply command runs. */
export const nextStage = (observation: StepState['observation']): number => observation?.stages.length ?? 0;

/** The command of an attempt, byte for byte as the runbook has it; null for steps without one. */
export function stepScript({ action }: PlanStep): string | null {
  if (action.type === 'run' || action.type === 'local') return action.script;
  return action.type === 'rollout' ? action.apply : null;
}

/** Names a step needs that nobody has set yet. */
export const missingValues = (state: RunState, step: PlanStep): readonly string[] =>
  missingNames(step, learnt(state));
