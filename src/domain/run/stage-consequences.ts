/** What follows from a stage that is being watched: it passes, a person is asked, or the way back begins. */
import { awaitsMore } from '../verdict/judge';
import type { StageVerdict } from '../verdict/types';
import { canRollBack, composeRollback } from './compose-rollback';
import type { RunEvent } from './event';
import { sampleEveryMs, watchedMetrics } from './evolve-observe';
import { askInconclusive, askVerdict } from './interruptions';
import { idsOf, once, raise, withdraw } from './saying';
import { openInterruptions, type RunState, type StageState, type StepState } from './state';
import { nextStage } from './step-env';
import { verdictText } from './verdict-text';

export function openStageEvent(state: RunState, step: StepState): RunEvent {
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
export function ofStage(state: RunState, step: StepState, stage: StageState): readonly RunEvent[] {
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
