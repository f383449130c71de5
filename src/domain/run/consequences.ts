/**
 * What follows by itself from a state: the next intent, the next question, the end. Called after every command
 * until nothing follows any more, so that a restart continues exactly where the events say.
 */

import { awaitsMore } from '../verdict/judge';
import type { StageVerdict } from '../verdict/types';
import type { Context, RunIds } from './command';
import { canRollBack, composeRollback } from './compose-rollback';
import type { EventOf, RunEvent } from './event';
import { sampleEveryMs, watchedMetrics } from './evolve-observe';
import {
  askBlocked,
  askConfirm,
  askFailure,
  askInconclusive,
  askPerson,
  askUnknown,
  askVerdict,
} from './interruptions';
import {
  currentStep,
  openInterruptions,
  openStage,
  type RunState,
  type StageState,
  type StepState,
} from './state';
import { missingValues, nextStage, stepEnv, stepScript } from './step-env';
import { verdictText } from './verdict-text';

/** A read whose connection went away is tried again by itself, this often; a change never is. */
const READ_ATTEMPTS = 3;

export const idsOf = (state: RunState): RunIds => ({
  run_id: state.runId,
  correlation_id: state.correlationId,
  release_candidate_id: state.releaseCandidateId,
});

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

const once = (state: RunState, step: StepState, event: () => RunEvent): readonly RunEvent[] =>
  openInterruptions(state).some((i) => i.step === step.step.id) ? [] : [event()];

function raise(
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

function openStageEvent(state: RunState, step: StepState): RunEvent {
  const { action } = step.step;
  const stage = nextStage(step.observation);
  const weight = action.type === 'rollout' ? (action.stages[stage]?.weight ?? 100) : 100;
  return { kind: 'stage.open', ...idsOf(state), step: step.step.id, stage, weight };
}

/** Rounds in the hold of a stage: one more than its intervals, because the first vouches for no time. */
function holdRounds(state: RunState, step: StepState, stage: StageState): number {
  const every = sampleEveryMs(watchedMetrics(step.step, state.plan.metrics));
  return Math.ceil(holdMs(step, stage) / every) + 1;
}

function holdMs(step: StepState, stage: StageState): number {
  const { action } = step.step;
  if (action.type === 'observe') return action.hold_ms;
  const hold = action.type === 'rollout' ? action.stages[stage.stage]?.hold_ms : undefined;
  if (hold === undefined) throw new Error(`step ${step.step.id} has no stage ${stage.stage}`);
  return hold;
}

/** A breach acts or asks at once, also while something else is asked; the end of the hold passes or asks. */
function ofStage(state: RunState, step: StepState, stage: StageState): readonly RunEvent[] {
  const { verdict } = stage;
  if (verdict === null) return [];
  const hold = holdRounds(state, step, stage);
  const dueAgain = stage.askedAtRound === 0 || stage.rounds >= stage.askedAtRound + hold;
  if (verdict.outcome === 'fail') return dueAgain ? ofBreach(state, step, stage) : [];
  if (verdict.outcome === 'pass') return ofPass(state, step, stage, verdict);
  // A breach that is under way or samples still to come decide by themselves, for one more hold at most.
  const patience = awaitsMore(verdict) ? 2 * hold : hold;
  if (stage.rounds < patience || !dueAgain) return [];
  return once(state, step, () => raise(state, askInconclusive(state, step)));
}

/** Only observed time counts towards the hold, and an open question is answered by a person, not by waiting. */
function ofPass(
  state: RunState,
  step: StepState,
  stage: StageState,
  verdict: StageVerdict,
): readonly RunEvent[] {
  const asked = openInterruptions(state).some((i) => i.step === step.step.id);
  if (asked || state.paused || verdict.observed_ms < holdMs(step, stage)) return [];
  return [verdictEvent(state, step, stage, verdict)];
}

function ofBreach(state: RunState, step: StepState, stage: StageState): readonly RunEvent[] {
  const { verdict } = stage;
  const { action } = step.step;
  if (verdict === null || (action.type !== 'rollout' && action.type !== 'observe')) return [];
  const why = verdictText(verdict, watchedMetrics(step.step, state.plan.metrics));
  const seen = verdictEvent(state, step, stage, verdict);
  const open = openInterruptions(state).filter((i) => i.step === step.step.id);
  if (action.on_fail === 'rollback' && canRollBack(state))
    return [...open.map((i) => withdraw(state, i.id, 'rolled back')), seen, beginRollback(state, why.en)];
  if (open.some((i) => i.kind === 'verdict')) return [];
  const withdrawn = open.map((i) => withdraw(state, i.id, 'a breach was seen meanwhile'));
  return [...withdrawn, seen, raise(state, askVerdict(state, step, why))];
}

export const withdraw = (state: RunState, interruption: string, why: string): RunEvent => ({
  kind: 'interruption.withdrawn',
  ...idsOf(state),
  interruption,
  why,
});

function verdictEvent(state: RunState, step: StepState, stage: StageState, verdict: StageVerdict): RunEvent {
  return { kind: 'observe.verdict', ...idsOf(state), step: step.step.id, stage: stage.stage, verdict };
}

function beginRollback(state: RunState, reason: string): RunEvent {
  return {
    kind: 'rollback.begun',
    ...idsOf(state),
    by: 'holdpoint',
    via: 'policy',
    reason,
    trigger: 'verdict',
    steps: [...composeRollback(state).steps],
  };
}
