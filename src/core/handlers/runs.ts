/** Runs: start, answer, take back, list, and their events as a stream. */
import type { Command } from '@domain/run/command';
import { CodedError } from '@ipc/rpc';
import type { CallHandlers, StreamHandlers } from '@ipc/server';
import { planRun } from '../app/plan-service';
import { runSummary } from '../app/run-summary';
import type { RunDriver } from '../engine/run-driver';
import { streamOf } from '../system/notifier';
import type { HandlerContext } from './context';
import { orRefuse } from './refuse';
import { runbookPath } from './runbook-path';

type RunCalls = Pick<CallHandlers, 'run.start' | 'run.answer' | 'run.command' | 'run.resume' | 'runs.list'>;

export function runCalls(context: HandlerContext): RunCalls {
  const { holdpoint } = context;
  const who = { by: holdpoint.options.actor, via: 'window' as const };
  const driverOf = async (runId: string): Promise<RunDriver> => orRefuse(await holdpoint.runs.resume(runId));
  return {
    'run.start': async ({ ref, environment, kind, inputs }) => {
      refuseWhenReadOnly(context);
      const workspace = holdpoint.workspaceAt(context.workspaceFolder());
      const input = {
        path: runbookPath(workspace.folder, ref),
        environment,
        kind,
        inputs: inputRecord(inputs),
      };
      const planned = await planRun(workspace, input, holdpoint.practice.address);
      if (!planned.ok)
        throw new CodedError('problems', planned.error[0]?.message ?? 'the runbook has problems');
      const opened = await holdpoint.runs.open({
        plan: planned.value,
        who,
        app: holdpoint.options.app,
        answersSha256: null,
        workspace: workspace.folder,
        correlationId: null,
        releaseCandidateId: null,
      });
      return { run_id: orRefuse(opened).runId };
    },
    'run.answer': async ({ run_id, interruption, value, reason }) => {
      refuseWhenReadOnly(context);
      const driver = await driverOf(run_id);
      orRefuse(driver.command({ type: 'answer', interruption, value, reason, who }));
      return {};
    },
    'run.command': async ({ run_id, action, reason }) => {
      refuseWhenReadOnly(context);
      const driver = await driverOf(run_id);
      const command: Command = action === 'resume' ? { type: action, who } : { type: action, reason, who };
      orRefuse(driver.command(command));
      return {};
    },
    'run.resume': async ({ run_id }) => {
      refuseWhenReadOnly(context);
      await driverOf(run_id);
      return {};
    },
    'runs.list': () => holdpoint.runs.list().map(runSummary).reverse(),
  };
}

export const inputRecord = (inputs: readonly { name: string; value: string }[]): Record<string, string> =>
  Object.fromEntries(inputs.filter((i) => i.value !== '').map((i) => [i.name, i.value]));

export function refuseWhenReadOnly({ holdpoint: { ledger } }: HandlerContext): void {
  if (ledger.mode === 'read_only')
    throw new CodedError('read-only', ledger.why?.message ?? 'the ledger may only be looked at');
}

const BATCH = 500;

/** First what is stored, in batches, then what happens; it is listened to before the reading, so nothing is missed. */
export function runEvents({ holdpoint: { runs } }: HandlerContext): StreamHandlers['run.events'] {
  return async function* ({ run_id, from_seq }, { signal }) {
    const live = streamOf(runs.happenings, signal);
    const stored = runs.events(run_id, from_seq);
    const last = stored.at(-1)?.seq ?? 0;
    for (let i = 0; i < stored.length; i += BATCH) yield stored.slice(i, i + BATCH);
    for await (const { runId, events } of live) {
      const fresh = runId === run_id ? events.filter((e) => e.seq > last) : [];
      if (fresh.length > 0) yield fresh;
    }
  };
}
