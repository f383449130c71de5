/** Keeps the store's copies of core's state fresh: all of it after each (re)connection, parts when core says so. */
import type { StreamItem } from '@ipc/contract';
import { CodedError } from '@ipc/rpc';
import type { Core } from '../bridge/client';
import type { AppState, AppStore } from './store';

type What = StreamItem<'app.changes'>['what'];

const REFRESH: Record<What, (state: AppState) => Promise<void>> = {
  runs: (s) => s.loadRuns(),
  practice: (s) => s.loadPractice(),
  workspace: (s) => s.loadWorkspace(),
  settings: (s) => s.loadSettings(),
  keys: (s) => s.loadKeys(),
};

/** Loads everything, then listens for changes until the connection ends. Called once per connection. */
export async function feed(core: Core, store: AppStore): Promise<void> {
  const state = store.getState();
  const changes = listen(core, store);
  await Promise.all([state.loadInfo(), ...Object.values(REFRESH).map((refresh) => refresh(state))]);
  await changes;
}

async function listen(core: Core, store: AppStore): Promise<void> {
  await untilClosed(store, async () => {
    for await (const { what } of core.stream('app.changes', {})) await REFRESH[what](store.getState());
  });
}

/** Follows one run from the newest event already seen. Ends with the signal or the connection. */
export async function followRun(
  core: Core,
  store: AppStore,
  runId: string,
  signal: AbortSignal,
): Promise<void> {
  const from = store.getState().projections[runId]?.lastSeq ?? 0;
  await untilClosed(store, async () => {
    for await (const batch of core.stream('run.events', { run_id: runId, from_seq: from + 1 }, signal))
      store.getState().takeEvents(runId, batch);
  });
}

/** A lost connection ends a stream quietly, because the next connection starts it again; anything else is shown. */
async function untilClosed(store: AppStore, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof CodedError && error.code === 'closed') return;
    store.getState().notify('bad', error instanceof Error ? error.message : String(error));
  }
}
