/** The runs of one ledger: opens new ones, finds old ones, holds the drivers of those under way. */
import { fail, ok, type Result } from '@domain/kernel/result';
import type { RunPlan } from '@domain/plan/plan';
import type { Who } from '@domain/run/command';
import type { EventOf, Recorded } from '@domain/run/event';
import { replay } from '@domain/run/evolve';
import type { RunState } from '@domain/run/state';
import type { Clock, Ids, Ledger } from '../ports';
import { type Notifier, notifier } from '../system/notifier';
import { recordedEvents, toDraft } from './event-codec';
import { createRunDriver, type Perform, type RunDriver } from './run-driver';

export interface OpenRequest {
  readonly plan: RunPlan;
  readonly who: Who;
  readonly app: EventOf<'run.open'>['app'];
  readonly answersSha256: string | null;
  /** Absolute path. */
  readonly workspace: string;
  /** The change this run belongs to; a fresh one when the operator names none. */
  readonly correlationId: string | null;
  readonly releaseCandidateId: string | null;
}

export interface Runs {
  /** Fails when its secrets can't be had; then nothing was recorded. */
  open(request: OpenRequest): Promise<Result<RunDriver>>;
  /** Takes an unfinished run up again: what was running then has an unknown outcome. */
  resume(runId: string): Promise<Result<RunDriver>>;
  /** The driver of a run under way in this process. */
  driver(runId: string): RunDriver | undefined;
  /** A driver for a run that has ended, to add what comes after the end: its record. */
  ended(runId: string): RunDriver | undefined;
  state(runId: string): RunState | undefined;
  events(runId: string, fromSeq?: number): readonly Recorded[];
  list(): readonly RunState[];
  /** Stored events as they happen, of every run driven here; empty when a run opened or halted. */
  readonly happenings: Pick<Notifier<Happening>, 'listen'>;
  detachAll(): Promise<void>;
}

export interface Happening {
  readonly runId: string;
  readonly events: readonly Recorded[];
}

/** What one run acts with. `release` lets go of its connections: nothing of the run goes on here after it. */
export interface RunParts {
  readonly perform: Perform;
  release(): Promise<void>;
}

export interface RunsParts {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Performers for one run: resolves its secrets, connections and sampler. */
  readonly performFor: (plan: RunPlan, workspace: string) => Promise<Result<RunParts>>;
}

export function createRuns({ ledger, clock, ids, performFor }: RunsParts): Runs {
  const drivers = new Map<string, RunDriver>();
  const happenings = notifier<Happening>();
  const opening = new Map<string, Promise<Result<RunDriver>>>();

  const releases = new Map<string, () => Promise<void>>();

  const drive = (state: RunState, { perform, release }: RunParts): RunDriver => {
    const driver = createRunDriver(state, { ledger, clock, perform });
    drivers.set(state.runId, driver);
    releases.set(state.runId, release);
    driver.subscribe((events) => happenings.tell({ runId: state.runId, events }));
    driver.onHalt(() => happenings.tell({ runId: state.runId, events: [] }));
    return driver;
  };

  const load = (runId: string): RunState | undefined => replay(recordedEvents(ledger.readRun(runId)));

  const takeUp = async (runId: string): Promise<Result<RunDriver>> => {
    const state = load(runId);
    if (state === undefined) return fail('no-such-run', `there is no run ${runId}`);
    if (state.result !== null) return fail('closed', `run ${runId} has ended: ${state.result}`);
    const parts = await performFor(state.plan, state.workspace ?? process.cwd());
    if (!parts.ok) return parts;
    const driver = drive(state, parts.value);
    const recovered = driver.command({ type: 'recover' });
    return recovered.ok ? ok(driver) : recovered;
  };

  return {
    open: async (request) => {
      const parts = await performFor(request.plan, request.workspace);
      if (!parts.ok) return parts;
      const [entry] = ledger.append([toDraft(openEvent(request, ids))]);
      const state = entry === undefined ? undefined : replay(recordedEvents([entry]));
      if (state === undefined) throw new Error('the ledger took the opening but gives it not back');
      const driver = drive(state, parts.value);
      driver.command({ type: 'proceed' });
      happenings.tell({ runId: state.runId, events: [] });
      return ok(driver);
    },
    resume: (runId) => {
      const live = drivers.get(runId);
      if (live !== undefined) return Promise.resolve(ok(live));
      const pending = opening.get(runId) ?? takeUp(runId).finally(() => opening.delete(runId));
      opening.set(runId, pending);
      return pending;
    },
    driver: (runId) => drivers.get(runId),
    ended: (runId) => {
      const state = load(runId);
      return (
        drivers.get(runId) ??
        (state === undefined || state.result === null ? undefined : drive(state, NOTHING_LEFT))
      );
    },
    state: (runId) => drivers.get(runId)?.state() ?? load(runId),
    events: (runId, fromSeq) => [...recordedEvents(ledger.readRun(runId, fromSeq))],
    list: () => ledger.runIds().flatMap((id) => drivers.get(id)?.state() ?? load(id) ?? []),
    happenings,
    detachAll: async () => {
      await Promise.all([...drivers.values()].map((d) => d.detach()));
      await Promise.all([...releases.values()].map((release) => release()));
      drivers.clear();
      releases.clear();
    },
  };
}

/** A run that has ended asks for no effect. */
const NOTHING_LEFT: RunParts = {
  perform: async (effect) => {
    throw new Error(`an ended run asks for ${effect.id}`);
  },
  release: async () => {},
};

function openEvent(request: OpenRequest, ids: Ids): EventOf<'run.open'> {
  const runId = ids.uuid();
  return {
    kind: 'run.open',
    run_id: runId,
    correlation_id: request.correlationId ?? ids.uuid(),
    release_candidate_id: request.releaseCandidateId ?? ids.uuid(),
    by: request.who.by,
    via: request.who.via,
    run_kind: request.plan.kind,
    plan: request.plan,
    app: request.app,
    answers_sha256: request.answersSha256,
    workspace: request.workspace,
  };
}
