import { CodedError } from '@ipc/rpc';
import { useEffect, useState } from 'react';
import type { Core } from '../../../bridge/client';
import { useApp, useServices } from '../../../store/app-context';
import { emptyLog, type LineLog, takeBatch } from './line-log';

export interface Attempt {
  readonly runId: string;
  readonly step: string;
  readonly target: string | null;
  readonly attempt: number;
}

/** The output of an attempt, followed while it runs; what had arrived stays while core is away. */
export function useOutput({ runId, step, target, attempt }: Attempt): LineLog {
  const { core, store } = useServices();
  const link = useApp((s) => s.link);
  const key = JSON.stringify([runId, step, target, attempt]);
  const [kept, setKept] = useState({ key, log: emptyLog() });
  const log = kept.key === key ? kept.log : EMPTY;
  useEffect(() => {
    if (link !== 'ready' || attempt === 0) return;
    const abort = new AbortController();
    let mine = emptyLog();
    const show = frameByFrame(() => setKept({ key, log: mine }));
    void follow(core, { runId, step, target, attempt }, abort.signal, (next) => {
      mine = takeBatch(mine, next);
      show.soon();
    }).catch((error: Error) => {
      if (!(error instanceof CodedError && error.code === 'closed'))
        store.getState().notify('bad', error.message);
    });
    return () => {
      abort.abort();
      show.cancel();
    };
  }, [core, store, link, key, runId, step, target, attempt]);
  return log;
}

const EMPTY: LineLog = emptyLog();

async function follow(
  core: Core,
  { runId, step, target, attempt }: Attempt,
  signal: AbortSignal,
  take: (batch: Parameters<typeof takeBatch>[1]) => void,
): Promise<void> {
  const input = { run_id: runId, step, target, attempt, from_line: 0 };
  for await (const batch of core.stream('run.output', input, signal)) take(batch);
}

/** Draws at most once per frame, however many batches arrive. */
function frameByFrame(draw: () => void): { soon(): void; cancel(): void } {
  let due: number | null = null;
  return {
    soon: () => {
      due ??= requestAnimationFrame(() => {
        due = null;
        draw();
      });
    },
    cancel: () => {
      if (due !== null) cancelAnimationFrame(due);
    },
  };
}
