/** One run as a line of a list. */
import { currentStep, openInterruptions, type RunState } from '@domain/run/state';
import type { RunSummary } from '@ipc/contract';

export function runSummary(state: RunState): RunSummary {
  return {
    run_id: state.runId,
    title: state.plan.runbook.title,
    runbook: state.plan.runbook.id,
    environment: state.plan.environment,
    kind: state.kind,
    inputs: state.plan.inputs.map(({ name, value }) => ({ name, value })),
    opened_at: state.openedAt,
    opened_by: state.openedBy,
    closed_at: state.closedAt,
    result: state.result,
    waiting_for: openInterruptions(state)[0]?.text ?? null,
    current_step: state.result === null ? (currentStep(state)?.step.title ?? null) : null,
  };
}
