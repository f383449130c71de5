/** What a person may ask of a run now, and why the rest is closed. Screens and the terminal offer only this. */
import type { RefusalCode } from './command';
import { composeRollback } from './compose-rollback';
import type { RunState } from './state';

export type RunAction = 'roll-back' | 'pause' | 'resume' | 'stop';

export interface Availability {
  readonly action: RunAction;
  /** Null when it may be asked now. */
  readonly closed: RefusalCode | null;
}

export function availableActions(state: RunState): readonly Availability[] {
  return (['roll-back', 'pause', 'resume', 'stop'] as const).map((action) => ({
    action,
    closed: closedBecause(state, action),
  }));
}

function closedBecause(state: RunState, action: RunAction): RefusalCode | null {
  if (state.result !== null) return 'closed';
  switch (action) {
    case 'roll-back':
      if (state.rollback !== null) return 'already-rolling-back';
      return composeRollback(state).steps.length === 0 ? 'nothing-to-roll-back' : null;
    case 'pause':
      return state.paused ? 'not-now' : null;
    case 'resume':
      return state.paused ? null : 'not-now';
    case 'stop':
      return null;
  }
}
