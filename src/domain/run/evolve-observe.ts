/** How observation events change a step. */
import type { MetricSpec } from '../plan/plan';
import { addRound, emptyStage, verdictOf } from '../verdict/judge';
import type { Round } from '../verdict/types';
import type { EventOf } from './event';
import type { StageState, StepState } from './state';

/** The metrics a step watches, in the order the step names them. */
export function watchedMetrics(
  step: StepState['step'],
  metrics: readonly MetricSpec[],
): readonly MetricSpec[] {
  const { action } = step;
  if (action.type !== 'observe' && action.type !== 'rollout') return [];
  return action.watch.flatMap((id) => metrics.filter((m) => m.id === id));
}

/** The interval at which rounds are taken: that of the metric that wants it most often. */
export const sampleEveryMs = (watched: readonly MetricSpec[]): number =>
  Math.min(...watched.map((m) => m.every_ms));

export function openStageState(
  step: StepState,
  event: EventOf<'stage.open'>,
  metrics: readonly MetricSpec[],
  at: string,
): StepState {
  const watched = watchedMetrics(step.step, metrics);
  const stage: StageState = {
    stage: event.stage,
    weight: step.step.action.type === 'rollout' ? event.weight : null,
    openedAt: at,
    endedAt: null,
    fold: emptyStage(watched, sampleEveryMs(watched)),
    rounds: 0,
    verdict: null,
    askedAtRound: 0,
    overridden: false,
  };
  const observation = step.observation ?? { stages: [], rounds: [] };
  return {
    ...step,
    status: 'running',
    startedAt: step.startedAt ?? at,
    observation: { ...observation, stages: [...observation.stages, stage] },
  };
}

export function takeRound(step: StepState, event: EventOf<'observe.sample'>, at: string): StepState {
  if (step.observation === null) return step;
  const round: Round = { at, stage: event.stage, values: event.values };
  const stages = step.observation.stages.map((s) => {
    if (s.stage !== event.stage || s.endedAt !== null) return s;
    const fold = addRound(s.fold, round);
    return { ...s, fold, rounds: s.rounds + 1, verdict: verdictOf(fold) };
  });
  return { ...step, observation: { stages, rounds: [...step.observation.rounds, round] } };
}

/** A passing verdict ends the stage; any other is only remembered (a person or the policy acts on it). */
export function takeVerdict(step: StepState, event: EventOf<'observe.verdict'>, at: string): StepState {
  return event.verdict.outcome === 'pass' ? endStage(step, at, false) : step;
}

/** Ends the open stage; after the last one the step has passed, before it the next apply command is due. */
export function endStage(step: StepState, at: string, overridden: boolean): StepState {
  if (step.observation === null) return step;
  const stages = step.observation.stages.map((s) =>
    s.endedAt === null ? { ...s, endedAt: at, overridden } : s,
  );
  const observed: StepState = { ...step, observation: { ...step.observation, stages } };
  const { action } = step.step;
  if (action.type !== 'rollout' || stages.length >= action.stages.length) {
    return { ...observed, status: 'passed', endedAt: at };
  }
  return { ...observed, targets: step.targets.map((t) => ({ ...t, status: 'pending' as const })) };
}
