import { type Recorded, type RunEvent, runEvent } from '@domain/run/event';
import { evolve, replay } from '@domain/run/evolve';
import type { RunState } from '@domain/run/state';
import type { RunSummary, StreamItem } from '@ipc/contract';
import type { SliceTools } from './store';

/** One run as its events tell it, kept while somebody looks at it. */
export interface Projection {
  /** Null until `run.open` has arrived. */
  readonly state: RunState | null;
  readonly events: readonly Recorded[];
  /** Stored events that are none of a run (exports, notes) or from a newer version: counted, never guessed at. */
  readonly unread: number;
  /** Newest ledger number seen; following goes on after it. */
  readonly lastSeq: number;
}

export const EMPTY_PROJECTION: Projection = { state: null, events: [], unread: 0, lastSeq: 0 };

export interface RunsSlice {
  /** Newest first as core lists them; null until it has answered. */
  readonly runs: readonly RunSummary[] | null;
  readonly projections: Readonly<Record<string, Projection>>;
  loadRuns(): Promise<void>;
  /** Adds a batch of stored events; those already seen are left out. */
  takeEvents(runId: string, batch: StreamItem<'run.events'>): void;
}

export const runsSlice = ({ set, get, core }: SliceTools): RunsSlice => ({
  runs: null,
  projections: {},
  loadRuns: async () => get().take(await core().ask('runs.list', {}), (runs) => set({ runs })),
  takeEvents: (runId, batch) => {
    const before = get().projections[runId] ?? EMPTY_PROJECTION;
    set({ projections: { ...get().projections, [runId]: project(before, batch) } });
  },
});

/** The projection after a batch. Pure; a batch may overlap with what was seen. */
export function project(before: Projection, batch: StreamItem<'run.events'>): Projection {
  const fresh = batch.filter((item) => item.seq > before.lastSeq);
  const events = fresh.flatMap(parseRecorded);
  return {
    state: before.state === null ? (replay(events) ?? null) : events.reduce(evolve, before.state),
    events: [...before.events, ...events],
    unread: before.unread + fresh.length - events.length,
    lastSeq: fresh.at(-1)?.seq ?? before.lastSeq,
  };
}

function parseRecorded({ seq, at, event }: StreamItem<'run.events'>[number]): Recorded<RunEvent>[] {
  const parsed = runEvent.safeParse(event);
  return parsed.success ? [{ seq, at, event: parsed.data }] : [];
}
