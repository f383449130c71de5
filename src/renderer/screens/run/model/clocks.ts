/** The clocks of a run at a moment. Observed time and breach time come from the verdict, never from this machine's clock. */
import { instantMs } from '@domain/kernel/instant';
import { currentStep, openInterruptions, openStage, type RunState, type StepState } from '@domain/run/state';

export interface StageClock {
  readonly index: number;
  readonly count: number;
  readonly weight: number | null;
  readonly observedMs: number;
  readonly holdMs: number;
}

export interface BreachClock {
  readonly metric: string;
  readonly lastedMs: number;
  readonly forMs: number;
}

export interface Clocks {
  readonly elapsedMs: number;
  /** How long the current step has been under way, null when none is. */
  readonly stepMs: number | null;
  readonly stage: StageClock | null;
  readonly breach: BreachClock | null;
  /** How long a person has been awaited, null when nobody is. */
  readonly waitingMs: number | null;
  readonly rollbackMs: number | null;
}

export function clocksOf(state: RunState, nowMs: number): Clocks {
  const endMs = state.closedAt === null ? nowMs : instantMs(state.closedAt);
  const since = (at: string): number => Math.max(0, endMs - instantMs(at));
  const step = currentStep(state);
  const asked = openInterruptions(state).at(-1);
  return {
    elapsedMs: since(state.openedAt),
    stepMs: state.result !== null || step?.startedAt == null ? null : since(step.startedAt),
    stage: step === undefined ? null : stageClock(step),
    breach: step === undefined ? null : breachClock(step),
    waitingMs: asked === undefined ? null : since(asked.raisedAt),
    rollbackMs: state.rollback === null ? null : since(state.rollback.begunAt),
  };
}

/** The hold of a stage in ms: what the plan asks for, null for steps that hold nothing. */
export function holdOf(step: StepState, stage: number): number | null {
  const { action } = step.step;
  if (action.type === 'observe') return action.hold_ms;
  return action.type === 'rollout' ? (action.stages[stage]?.hold_ms ?? null) : null;
}

export function stageClock(step: StepState): StageClock | null {
  const stage = openStage(step);
  if (stage === undefined) return null;
  const holdMs = holdOf(step, stage.stage);
  if (holdMs === null) return null;
  const { action } = step.step;
  return {
    index: stage.stage,
    count: action.type === 'rollout' ? action.stages.length : 1,
    weight: stage.weight,
    observedMs: Math.min(stage.verdict?.observed_ms ?? 0, holdMs),
    holdMs,
  };
}

export function breachClock(step: StepState): BreachClock | null {
  const broken = openStage(step)?.verdict?.metrics.find(
    (m) => !m.shadow && m.outcome !== 'pass' && (m.rule === 'above' || m.rule === 'below'),
  );
  return broken === undefined
    ? null
    : { metric: broken.metric, lastedMs: broken.streak_ms, forMs: broken.for_ms };
}
