/** Performs the effects a run asks for. One small performer per kind of action. */
import { assertNever } from '@domain/kernel/assert-never';
import type { Effect } from '@domain/run/effects';
import { findStep } from '@domain/run/state';
import type { EffectContext, Perform } from '../run-driver';
import type { Services } from '../services';
import { type Attempt, reportEnding } from './attempt';
import { performHttp } from './http';
import { observe } from './observe';
import { performLocal, performRemote } from './script';
import { performUpload } from './upload';

export function performer(services: Services): Perform {
  return (effect, context) =>
    effect.type === 'execute' ? execute(services, effect, context) : observe(services, effect, context);
}

async function execute(
  services: Services,
  effect: Extract<Effect, { type: 'execute' }>,
  context: EffectContext,
): Promise<void> {
  const step = findStep(context.state(), effect.step);
  if (step === undefined) throw new Error(`the run has no step ${effect.step}`);
  const state = step.targets.find((t) => t.target === effect.target);
  const attempt: Attempt = {
    step: step.step,
    target: effect.target,
    attempt: effect.attempt,
    script: state?.script ?? null,
    exports: state?.exports ?? [],
    services,
    context,
  };
  const started = services.clock.monotonic();
  const found = await endingOf(attempt);
  reportEnding(attempt, found, Math.round(services.clock.monotonic() - started));
}

function endingOf(attempt: Attempt) {
  const { action } = attempt.step;
  switch (action.type) {
    case 'run':
    case 'rollout':
      return performRemote(attempt);
    case 'local':
      return performLocal(attempt);
    case 'upload':
      return performUpload(attempt, action);
    case 'http':
      return performHttp(attempt, action);
    case 'attest':
    case 'ask':
    case 'gate':
    case 'observe':
      throw new Error(`${action.type} runs nothing`);
    default:
      return assertNever(action, 'action');
  }
}
