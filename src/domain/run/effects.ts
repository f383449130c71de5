/** What should be going on in the world while the run is in this state. The driver starts and stops to match. */
import { sampleEveryMs, watchedMetrics } from './evolve-observe';
import { activeSteps, currentStep, openStage, type RunState } from './state';

export type Effect =
  | {
      readonly id: string;
      readonly type: 'execute';
      readonly step: string;
      readonly target: string | null;
      readonly attempt: number;
    }
  | {
      readonly id: string;
      readonly type: 'observe';
      readonly step: string;
      readonly stage: number;
      readonly everyMs: number;
    };

/** Deterministic ids: the same state asks for the same effects, so a reconciling driver starts each once. */
export function effectsOf(state: RunState): readonly Effect[] {
  if (state.result !== null) return [];
  return [...executions(state), ...observations(state)];
}

const executions = (state: RunState): readonly Effect[] =>
  activeSteps(state).flatMap((s) =>
    s.targets
      .filter((t) => t.status === 'running')
      .map((t) => ({
        id: `execute:${s.step.id}:${t.target ?? 'local'}:${t.attempt}`,
        type: 'execute' as const,
        step: s.step.id,
        target: t.target,
        attempt: t.attempt,
      })),
  );

function observations(state: RunState): readonly Effect[] {
  const step = currentStep(state);
  const stage = step === undefined ? undefined : openStage(step);
  if (step === undefined || stage === undefined) return [];
  const everyMs = sampleEveryMs(watchedMetrics(step.step, state.plan.metrics));
  return [
    {
      id: `observe:${step.step.id}:${stage.stage}`,
      type: 'observe',
      step: step.step.id,
      stage: stage.stage,
      everyMs,
    },
  ];
}
