/** Takes rounds of samples at the stage's interval until the state no longer asks for them. */

import type { Effect } from '@domain/run/effects';
import { watchedMetrics } from '@domain/run/evolve-observe';
import { findStep } from '@domain/run/state';
import type { EffectContext } from '../run-driver';
import type { Services } from '../services';

export async function observe(
  services: Services,
  effect: Extract<Effect, { type: 'observe' }>,
  context: EffectContext,
): Promise<void> {
  const step = findStep(context.state(), effect.step);
  if (step === undefined) throw new Error(`the run has no step ${effect.step}`);
  const metrics = watchedMetrics(step.step, context.state().plan.metrics);
  let due = services.clock.monotonic();
  while (!context.signal.aborted) {
    const values = await services.sampler.sample(metrics, context.signal);
    if (context.signal.aborted) return;
    context.report({ type: 'sampled', step: effect.step, stage: effect.stage, values });
    due = nextDue(due, effect.everyMs, services.clock.monotonic());
    await services.clock.sleep(due - services.clock.monotonic(), context.signal);
  }
}

/** Keeps the beat; what was missed while a query hung is not made up for in a burst. */
export function nextDue(due: number, everyMs: number, now: number): number {
  const next = due + everyMs;
  return Math.max(next, now);
}
