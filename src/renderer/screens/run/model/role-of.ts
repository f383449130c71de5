import { findStep, type Interruption, type RunState } from '@domain/run/state';

/** The role an attestation names; null when whoever is at the desk may answer. */
export function roleOf(state: RunState, asked: Interruption): string | null {
  const action = asked.step === null ? undefined : findStep(state, asked.step)?.step.action;
  return action?.type === 'attest' ? action.role : null;
}
