import type { RunPlan } from '@domain/plan/plan';
import { runPlan } from '@domain/plan/plan';
import type { CallInput, CallOutput, ProblemView } from '@ipc/contract';
import { useEffect, useState } from 'react';
import { useApp, useServices } from '../../store/app-context';

export type RunbookText = CallOutput<'runbook.read'>;

/** A runbook's text and problems, read again when the workspace changes on disk. Null until core has answered. */
export function useRunbookText(runbook: string): RunbookText | null {
  const { core, store } = useServices();
  const connection = useApp((s) => s.connection);
  const workspace = useApp((s) => s.workspace);
  const [read, setRead] = useState<RunbookText | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `workspace` is a reason to read again, not a value used
  useEffect(() => {
    if (connection === 0) return;
    let stale = false;
    void core.ask('runbook.read', { ref: runbook }).then((result) => {
      if (!stale) store.getState().take(result, setRead);
    });
    return () => {
      stale = true;
    };
  }, [core, store, runbook, connection, workspace]);
  return read;
}

export type PlanAsked = CallInput<'runbook.plan'>;

export interface Planned {
  /** Null when problems stand in the way. */
  readonly plan: RunPlan | null;
  readonly problems: readonly ProblemView[];
}

/** Asks core for the plan of what the form says, a moment after the last change. Null until the first answer. */
export function usePlan(asked: PlanAsked): Planned | null {
  const { core, store } = useServices();
  const connection = useApp((s) => s.connection);
  const [planned, setPlanned] = useState<Planned | null>(null);
  const question = JSON.stringify(asked);
  useEffect(() => {
    if (connection === 0) return;
    let stale = false;
    const timer = setTimeout(async () => {
      const result = await core.ask('runbook.plan', JSON.parse(question));
      if (stale) return;
      store.getState().take(result, ({ plan, problems }) => {
        setPlanned({ plan: plan === null ? null : runPlan.parse(plan), problems });
      });
    }, PLAN_AFTER_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
      setPlanned(null);
    };
  }, [core, store, question, connection]);
  return planned;
}

const PLAN_AFTER_MS = 150;
