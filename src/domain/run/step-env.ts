/** The environment a step's command sees. Values are exported, never pasted into the command. */
import type { Exported, PlanStep } from '../plan/plan';
import type { RunState, StepState } from './state';

/** Every name a step can use, from the widest to the narrowest: inputs, then outputs, then the target's own. */
export function knownValues(state: RunState, target: string | null): ReadonlyMap<string, string> {
  const own = state.plan.targets.find((t) => t.name === target)?.vars ?? [];
  return new Map([
    ...state.plan.inputs.map((i) => [i.name, i.value] as const),
    ...state.values,
    ...own.map((v) => [v.name, v.value] as const),
  ]);
}

/** Exports of one attempt without secrets: built-ins, known values and, in a rollout, the stage's weight. */
export function stepEnv(state: RunState, step: StepState, target: string | null): readonly Exported[] {
  const values = [...knownValues(state, target)].map(([name, value]) => ({ name, value }));
  return [...builtIns(state, step.step), ...values, ...stageWeight(step)];
}

const builtIns = (state: RunState, step: PlanStep): readonly Exported[] => [
  { name: 'HOLDPOINT_RUN_ID', value: state.runId },
  { name: 'HOLDPOINT_CORRELATION_ID', value: state.correlationId },
  { name: 'HOLDPOINT_RELEASE_CANDIDATE_ID', value: state.releaseCandidateId },
  { name: 'HOLDPOINT_STEP', value: step.id },
  { name: 'HOLDPOINT_MODE', value: state.rollback === null ? 'forward' : 'rollback' },
];

/** Weight of the stage that an apply command is about to open. */
function stageWeight({ step, observation }: StepState): readonly Exported[] {
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
export function missingValues(state: RunState, step: PlanStep): readonly string[] {
  const target = step.targets[0] ?? null;
  const known = knownValues(state, target);
  return step.needs.filter((name) => !known.has(name));
}
