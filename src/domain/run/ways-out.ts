/** The two ways out of a run, back and stop, as events. */
import { fail, ok, type Result } from '../kernel/result';
import type { RefusalCode, Who } from './command';
import { composeRollback } from './compose-rollback';
import type { RunEvent } from './event';
import { idsOf, withdraw } from './saying';
import { openInterruptions, type RunState } from './state';

export type Decision = Result<readonly RunEvent[], { readonly code: RefusalCode; readonly message: string }>;

export const whoFields = ({ by, via }: Who) => ({ by, via });

/** Withdraws what is still asked: the run goes another way. */
export const withdrawAll = (
  state: RunState,
  why: string,
  except: string | null = null,
): readonly RunEvent[] =>
  openInterruptions(state)
    .filter((i) => i.id !== except)
    .map((i) => withdraw(state, i.id, why));

/** The events that begin a rollback, or why it can't begin. `answered` stays out of the withdrawn questions. */
export function rollbackEvents(
  state: RunState,
  by: Who,
  reason: string,
  trigger: 'person' | 'verdict' | 'failure',
  answered: string | null,
): Decision {
  if (state.rollback !== null) return fail('already-rolling-back', 'the rollback has begun already');
  const { steps } = composeRollback(state);
  if (steps.length === 0)
    return fail('nothing-to-roll-back', 'no change has run that could be taken back; stop the run instead');
  return ok([
    ...withdrawAll(state, 'rolled back', answered),
    { kind: 'rollback.begun', ...idsOf(state), ...whoFields(by), reason, trigger, steps: [...steps] },
  ]);
}

export const stopEvents = (
  state: RunState,
  by: Who,
  reason: string,
  answered: string | null,
): readonly RunEvent[] => [
  ...withdrawAll(state, 'stopped', answered),
  ...lostAttempts(state, 'the run was stopped while this ran'),
  { kind: 'run.close', ...idsOf(state), result: 'stopped', ...whoFields(by), reason },
];

/** Attempts that run now, as ends nobody saw: after a restart, or when the run is stopped under them. */
export function lostAttempts(state: RunState, why: string): readonly RunEvent[] {
  const all = [...state.steps, ...(state.rollback?.steps ?? [])];
  return all.flatMap((s) =>
    s.targets
      .filter((t) => t.status === 'running')
      .map(
        (t): RunEvent => ({
          kind: 'step.unknown',
          ...idsOf(state),
          step: s.step.id,
          target: t.target,
          attempt: t.attempt,
          outcome: { kind: 'lost', why },
          checks: [],
          output: null,
          values: [],
          files: [],
          duration_ms: 0,
        }),
      ),
  );
}
