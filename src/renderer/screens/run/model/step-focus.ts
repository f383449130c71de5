/** Which step the middle shows: the one a person picked, or the one the run stands at. */
import {
  currentStep,
  findStep,
  type Interruption,
  openInterruptions,
  type RunState,
  type StepState,
} from '@domain/run/state';

export interface Focus {
  readonly step: StepState | undefined;
  readonly isCurrent: boolean;
}

export function focusOf(state: RunState, picked: string | null): Focus {
  const current = currentStep(state) ?? lastTouched(state);
  const step = picked === null ? current : (findStep(state, picked) ?? current);
  return { step, isCurrent: step?.step.id === current?.step.id };
}

/** Once everything is settled the last step that ran stays in view. */
const lastTouched = (state: RunState): StepState | undefined =>
  [...state.steps, ...(state.rollback?.steps ?? [])].findLast((s) => s.startedAt !== null);

/** The question to answer first: the newest, since an older one waits for it. */
export const openQuestion = (state: RunState): Interruption | undefined => openInterruptions(state).at(-1);
