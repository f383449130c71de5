/** Passed, failed or unknown: what the end of an attempt means for its step. */
import type { PlanStep } from '../plan/plan';
import type { Ending } from './command';
import type { RunEvent } from './event';
import { idsOf } from './saying';
import type { RunState } from './state';

/**
 * An end nobody saw (lost, timed out) is unknown when the step changes something, and also for reads: those are
 * retried by themselves. An end that was seen is good only if every acceptance rule was looked at and holds.
 */
export function judgeEnding(
  state: RunState,
  step: PlanStep,
  key: { readonly step: string; readonly target: string | null; readonly attempt: number },
  ending: Ending,
): RunEvent {
  const body = {
    ...idsOf(state),
    ...key,
    outcome: ending.outcome,
    checks: [...ending.checks],
    output: ending.output,
    values: [...ending.values],
    files: [...ending.files],
    duration_ms: ending.durationMs,
  };
  if (ending.outcome.kind === 'lost' || ending.outcome.kind === 'timed_out')
    return { kind: 'step.unknown', ...body };
  return { kind: 'step.done', ...body, status: isGood(step, ending) ? 'passed' : 'failed' };
}

function isGood(step: PlanStep, { outcome, checks }: Ending): boolean {
  if (outcome.kind !== 'exited') return false;
  // At least one rule, and no rule of the runbook left out: nothing looked at is nothing proved.
  const looked = checks.length >= Math.max(1, step.expect.length);
  return looked && checks.every((c) => c.result === 'pass');
}
