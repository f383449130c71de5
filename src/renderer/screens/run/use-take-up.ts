import type { RunState } from '@domain/run/state';
import { useEffect, useRef } from 'react';
import { useApp, useServices } from '../../store/app-context';
import { openQuestion } from './model/step-focus';

/**
 * After core was restarted nobody works at an unfinished run, and a step that ran would be shown as running for ever.
 * So the run in view is taken up once per connection; core does nothing when it works at it already, and turns what
 * ran into a question. A run that waits for a person or is paused is taken up by the answer itself.
 */
export function useTakeUp(state: RunState | null): void {
  const { core, store } = useServices();
  const ready = useApp((s) => s.link === 'ready' && s.info !== null && s.info.read_only === null);
  const done = useRef(false);
  const due = state !== null && state.result === null && !state.paused && openQuestion(state) === undefined;
  const runId = state?.runId ?? null;
  useEffect(() => {
    if (!ready) done.current = false;
    if (!ready || !due || runId === null || done.current) return;
    done.current = true;
    void core.ask('run.resume', { run_id: runId }).then((result) => store.getState().take(result, () => {}));
  }, [core, store, ready, due, runId]);
}
