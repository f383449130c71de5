/**
 * What follows by itself from a state: the next intent, the next question, the end. Called after every command
 * until nothing follows any more, so that a restart continues exactly where the events say.
 */
import type { Context } from './command';
import { composeRollback } from './compose-rollback';
import type { RunEvent } from './event';
import { askBlocked, askConfirm, askFailure, askPerson, askUnknown } from './interruptions';
import { idsOf, once, raise } from './saying';
import { ofStage, openStageEvent } from './stage-consequences';
import { currentStep, openStage, type RunState, type StepState } from './state';
import { missingValues, stepEnv, stepScript } from './step-env';

/** A read whose connection went away is tried again by itself, this often; a change never is. */
const READ_ATTEMPTS = 3;

/** The events that follow from the state now; empty when the run waits for the world or a person. */
export function consequences(state: RunState, context: Context): readonly RunEvent[] {
  if (state.result !== null) return [];
  const forwardRuns = state.steps.some((s) => s.targets.some((t) => t.status === 'running'));
  if (state.rollback !== null && forwardRuns) return []; // the effect is being cut off; its end comes as a fact
  const confirm = confirmation(state);
  if (confirm !== null) return confirm;
  const step = currentStep(state);
  if (step === undefined) return [close(state)];
  return ofStep(state, step, context);
}

/** Production is confirmed once, before the first step. Null: nothing to confirm (any more). */
function confirmation(state: RunState): readonly RunEvent[] | null {
  if (state.plan.environment !== 'production') return null;
  const asked = state.interruptions.find((i) => i.kind === 'confirm');
  if (asked === undefined) return [raise(state, askConfirm(state))];
  return asked.answer === null ? [] : null;
}

function close(state: RunState): RunEvent {
  const left =
    state.rollback?.steps.some((s) => s.status === 'skipped') || composeRollback(state).remains.length > 0;
  const result = state.rollback === null ? 'released' : left ? 'rollback_incomplete' : 'rolled_back';
  const reason = state.rollback === null ? 'every step is settled' : state.rollback.reason;
  return { kind: 'run.close', ...idsOf(state), result, by: 'holdpoint', via: 'policy', reason };
}

function ofStep(state: RunState, step: StepState, context: Context): readonly RunEvent[] {
  switch (step.status) {
    case 'pending':
      return state.paused ? [] : beginStep(state, step, context);
    case 'blocked':
      return once(state, step, () => raise(state, askBlocked(state, step)));
    case 'failed':
      return once(state, step, () => raise(state, askFailure(state, step)));
    case 'unknown':
      return ofUnknown(state, step, context);
    case 'running':
      return ofRunning(state, step, context);
    default:
      return []; // waiting: a person is asked
  }
}

function beginStep(state: RunState, step: StepState, context: Context): readonly RunEvent[] {
  const missing = missingValues(state, step.step);
  if (missing.length > 0)
    return [{ kind: 'step.blocked', ...idsOf(state), step: step.step.id, missing: [...missing] }];
  switch (step.step.action.type) {
    case 'attest':
    case 'ask':
    case 'gate':
      return [raise(state, askPerson(step))];
    case 'observe':
      return [openStageEvent(state, step)];
    default:
      return nextIntent(state, step, context);
  }
}

/** Targets one after the other: the next begins when the one before has passed. */
function nextIntent(state: RunState, step: StepState, context: Context): readonly RunEvent[] {
  const due = step.targets.find((t) => t.status !== 'passed');
  if (due === undefined || due.status !== 'pending') return [];
  const script = stepScript(step.step);
  return [
    {
      kind: 'step.intent',
      ...idsOf(state),
      step: step.step.id,
      target: due.target,
      attempt: due.attempt + 1,
      script,
      script_sha256: script === null ? null : context.sha256(script),
      exports: [...stepEnv(state, step, due.target)],
    },
  ];
}

function ofUnknown(state: RunState, step: StepState, context: Context): readonly RunEvent[] {
  const lost = step.targets.find((t) => t.status === 'unknown');
  if (step.step.changes || lost === undefined || lost.attempt >= READ_ATTEMPTS || state.paused) {
    return once(state, step, () => raise(state, askUnknown(state, step)));
  }
  const retried = {
    ...step,
    targets: step.targets.map((t) => (t === lost ? { ...t, status: 'pending' as const } : t)),
  };
  return nextIntent(state, retried, context);
}

function ofRunning(state: RunState, step: StepState, context: Context): readonly RunEvent[] {
  if (step.targets.some((t) => t.status === 'running')) return [];
  const stage = openStage(step);
  if (stage !== undefined) return ofStage(state, step, stage);
  if (state.paused) return [];
  const applied = step.targets.every((t) => t.status === 'passed');
  return applied && step.step.action.type === 'rollout'
    ? [openStageEvent(state, step)]
    : nextIntent(state, step, context);
}
