/** Updates of a run state that several events share. */
import type { RunState, StepState } from './state';
import { mapStep } from './step-states';

/** Changes a step wherever it is; a passed undo step marks what it took back. */
export function changeStep(state: RunState, id: string, change: (step: StepState) => StepState): RunState {
  const steps = mapStep(state.steps, id, change);
  if (state.rollback === null) return { ...state, steps };
  const rollback = { ...state.rollback, steps: mapStep(state.rollback.steps, id, change) };
  const undone = rollback.steps.find((s) => s.step.id === id && s.status === 'passed')?.step.id;
  const marked = undone?.startsWith(UNDO_PREFIX)
    ? mapStep(steps, undone.slice(UNDO_PREFIX.length), (s) => ({ ...s, status: 'undone' as const }))
    : steps;
  return { ...state, steps: marked, rollback };
}

/** Ids of composed rollback steps: `undo.<step>` takes <step> back. */
export const UNDO_PREFIX = 'undo.';

export function changeInterruption(
  state: RunState,
  id: string,
  change: Partial<RunState['interruptions'][number]>,
): RunState {
  return { ...state, interruptions: state.interruptions.map((i) => (i.id === id ? { ...i, ...change } : i)) };
}
