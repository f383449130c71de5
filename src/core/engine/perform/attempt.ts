/** One attempt of one step on one target, and how its end is reported. */
import { type Failure, ok, type Result } from '@domain/kernel/result';
import type { Exported, Named, PlanStep } from '@domain/plan/plan';
import type { Outcome } from '@domain/run/outcome';
import { fillTemplate } from '@domain/runbook/template';
import { identify } from '../../exec/identify';
import type { Connection, OutputKey, OutputSink } from '../../ports';
import type { EffectContext } from '../run-driver';
import { connectTo, type Services } from '../services';
import { cleanEnding } from './clean-ending';
import type { Measured } from './measured';

export interface Attempt {
  readonly step: PlanStep;
  readonly target: string | null;
  readonly attempt: number;
  readonly script: string | null;
  readonly exports: readonly Exported[];
  readonly services: Services;
  readonly context: EffectContext;
}

/** Nothing began: the reason is the outcome. */
export const refusedEnding = ({ code, message }: Failure): Measured =>
  endingWith({ kind: 'refused', code, why: message });

export const endingWith = (outcome: Outcome): Measured => ({
  outcome,
  checks: [],
  output: null,
  values: [],
  files: [],
});

export const keyOf = ({ step, target, attempt }: Attempt) => ({ step: step.id, target, attempt });

export const outputKey = (attempt: Attempt): OutputKey => ({
  runId: attempt.context.state().runId,
  ...keyOf(attempt),
});

export function openSink(attempt: Attempt): OutputSink {
  return attempt.services.outputs.open(
    outputKey(attempt),
    attempt.services.secrets.map((s) => s.value),
  );
}

export const reportStarted = (attempt: Attempt): void =>
  attempt.context.report({ type: 'started', ...keyOf(attempt) });

export const reportEnding = (attempt: Attempt, measured: Measured, durationMs: number): void =>
  attempt.context.report({
    type: 'ended',
    ...keyOf(attempt),
    ...cleanEnding(measured, attempt.services.secrets),
    durationMs,
  });

/** The connection of an attempt; the first one of a run to a target also records who answered. */
export async function connectAttempt(attempt: Attempt): Promise<Result<Connection>> {
  const { services, context, target } = attempt;
  if (target === null) throw new Error(`step ${attempt.step.id} names no target`);
  const connected = await connectTo(services, context.state(), target, context.signal);
  if (!connected.ok || context.state().targets.some((t) => t.target === target)) return connected;
  const identity = await identify(connected.value, services.clock, context.signal);
  if (!identity.ok) return identity;
  context.report({
    type: 'identified',
    target: {
      target,
      host_key_type: connected.value.hostKey.type,
      host_key_sha256: connected.value.hostKey.sha256,
      hostname: identity.value.hostname,
      clock_offset_ms: identity.value.clockOffsetMs,
    },
  });
  return connected;
}

/** Fills a template with what the attempt knows; `extra` are values the attempt itself brought. */
export const fill = (attempt: Attempt, template: string, extra: readonly Named[] = []): Result<string> =>
  template.includes('${') ? fillTemplate(template, [...attempt.exports, ...extra]) : ok(template);
