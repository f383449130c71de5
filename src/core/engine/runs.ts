/** The runs of one ledger: opens new ones, finds old ones, holds the drivers of those under way. */
import { fail, ok, type Result } from '@domain/kernel/result';
import type { RunPlan } from '@domain/plan/plan';
import type { Command, Who } from '@domain/run/command';
import { decide } from '@domain/run/decide';
import type { EventOf, Recorded, RunEvent } from '@domain/run/event';
import { replay } from '@domain/run/evolve';
import type { RunState } from '@domain/run/state';
import { LedgerError } from '../ledger/ledger-error';
import type { Clock, Ids, Ledger, LedgerEntry } from '../ports';
import { type Notifier, notifier } from '../system/notifier';
import { recordedEvents, toDraft } from './event-codec';
import { createRunDriver, type Perform, type RunDriver, sha256 } from './run-driver';

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

export type AnswerCommand = Extract<Command, { type: 'answer' }>;

export interface Runs {
  /** Codes: those of the run's secrets, and of the ledger when it can't be written. */
  open(request: OpenRequest): Promise<Result<RunDriver>>;
  /** Takes an unfinished or halted run up again: what was running then has an unknown outcome. */
  resume(runId: string): Promise<Result<RunDriver>>;
  /** Records an answer and goes no further where nobody drives the run: what it lets begin, the next `resume` begins. */
  answer(runId: string, answer: AnswerCommand): Result<void>;
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
    if (recovered.ok) return ok(driver);
    await letGo(driver);
    return recovered;
  };

  const letGo = async (driver: RunDriver): Promise<void> => {
    await driver.detach();
    await releases.get(driver.runId)?.();
    releases.delete(driver.runId);
    if (drivers.get(driver.runId) === driver) drivers.delete(driver.runId);
  };

  /** A halted driver never goes on: once there is room again, a new one does, from what is stored. */
  const again = async (runId: string): Promise<Result<RunDriver>> => {
    const live = drivers.get(runId);
    if (live !== undefined) await letGo(live);
    return takeUp(runId);
  };

  const append = (events: readonly RunEvent[]): Result<readonly LedgerEntry[]> => {
    try {
      return ok(ledger.append(events.map(toDraft)));
    } catch (error) {
      if (error instanceof LedgerError) return fail(error.code, error.message);
      throw error;
    }
  };

  return {
    open: async (request) => {
      const parts = await performFor(request.plan, request.workspace);
      if (!parts.ok) return parts;
      const stored = append([openEvent(request, ids)]);
      if (!stored.ok) return stored;
      const state = replay(recordedEvents(stored.value));
      if (state === undefined) throw new Error('the ledger took the opening but gives it not back');
      const driver = drive(state, parts.value);
      driver.command({ type: 'proceed' });
      happenings.tell({ runId: state.runId, events: [] });
      return ok(driver);
    },
    resume: (runId) => {
      const live = drivers.get(runId);
      if (live !== undefined && live.halted() === null) return Promise.resolve(ok(live));
      const pending = opening.get(runId) ?? again(runId).finally(() => opening.delete(runId));
      opening.set(runId, pending);
      return pending;
    },
    answer: (runId, answer) => {
      const live = drivers.get(runId);
      if (live !== undefined) return live.command(answer);
      const state = load(runId);
      if (state === undefined) return fail('no-such-run', `there is no run ${runId}`);
      const decided = decide(state, answer, { now: clock.now(), sha256 });
      if (!decided.ok) return decided;
      const stored = append(untilIntent(decided.value));
      return stored.ok ? ok(undefined) : stored;
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

/** Events up to the first that begins something. What follows from a state follows again when it is taken up. */
function untilIntent(events: readonly RunEvent[]): readonly RunEvent[] {
  const at = events.findIndex((e) => e.kind === 'step.intent');
  return at < 0 ? events : events.slice(0, at);
}

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
