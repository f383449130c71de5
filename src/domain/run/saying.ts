/** Events that several deciders say: the ids in each, questions raised and withdrawn. */
import type { RunIds } from './command';
import type { EventOf, RunEvent } from './event';
import { openInterruptions, type RunState, type StepState } from './state';

export const idsOf = (state: RunState): RunIds => ({
  run_id: state.runId,
  correlation_id: state.correlationId,
  release_candidate_id: state.releaseCandidateId,
});

/** Said only when nothing is asked about the step yet. */
export const once = (state: RunState, step: StepState, event: () => RunEvent): readonly RunEvent[] =>
  openInterruptions(state).some((i) => i.step === step.step.id) ? [] : [event()];

export function raise(
  state: RunState,
  raised: Omit<EventOf<'interruption.raised'>, 'kind' | 'interruption' | keyof RunIds>,
): RunEvent {
  return {
    kind: 'interruption.raised',
    ...idsOf(state),
    interruption: `i${state.interruptions.length + 1}`,
    ...raised,
  };
}

export const withdraw = (state: RunState, interruption: string, why: string): RunEvent => ({
  kind: 'interruption.withdrawn',
  ...idsOf(state),
  interruption,
  why,
});
