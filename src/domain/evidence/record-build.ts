/** Run events -> run record. Pure: the same events, place in the ledger and app give the same bytes for ever. */
import { elapsedMs } from '../kernel/instant';
import type { EventOf, Recorded, RunEventKind } from '../run/event';
import { replay } from '../run/evolve';
import type { RunState } from '../run/state';
import type { AppVersion, RecordKind, RunRecord } from './record';
import { attemptsOf, scriptsOf } from './record-attempts';
import { decisionsOf, pausesOf, peopleOf, targetsOf } from './record-people';
import { exceptionsOf, samplesOf, stagesOf, stepsOf } from './record-steps';

/** Where the ledger ended when the record was made; as `LedgerHead` of core. */
export interface RecordPlace {
  readonly origin: string;
  readonly size: number;
  readonly head: string;
}

/** A drill stays a drill however it ended; any other run that went back is a rollback. */
export function recordKindOf(state: Pick<RunState, 'kind' | 'rollback'>): RecordKind {
  if (state.kind === 'drill') return 'drill';
  return state.rollback === null ? 'release' : 'rollback';
}

/**
 * The record of a closed run. Events after `place.size` are left out. Throws when the run was not opened and closed
 * by then: ask `isClosed` first.
 */
export function buildRecord(events: readonly Recorded[], place: RecordPlace, app: AppVersion): RunRecord {
  const known = events.filter((recorded) => recorded.seq <= place.size);
  const state = replay(known);
  const closed = firstOf(known, 'run.close');
  const opened = firstOf(known, 'run.open');
  if (state === undefined || closed === undefined || opened === undefined)
    throw new Error('only a run that was opened and closed has a record');
  return withoutUndefined({
    ...headOf(state, place, app),
    ...courseOf(opened, closed, known),
    ...partsOf(state, known),
  });
}

/** Whether a record can be made of these events. */
export const isClosed = (events: readonly Recorded[]): boolean =>
  firstOf(events, 'run.open') !== undefined && firstOf(events, 'run.close') !== undefined;

function firstOf<K extends RunEventKind>(
  events: readonly Recorded[],
  kind: K,
): Recorded<EventOf<K>> | undefined {
  const found = events.find(({ event }) => event.kind === kind);
  return found as Recorded<EventOf<K>> | undefined;
}

const headOf = (state: RunState, { origin, size, head }: RecordPlace, { name, version }: AppVersion) => ({
  v: 1 as const,
  record: recordKindOf(state),
  run_id: state.runId,
  correlation_id: state.correlationId,
  release_candidate_id: state.releaseCandidateId,
  run_kind: state.kind,
  environment: state.plan.environment,
  runbook: state.plan.runbook,
  inputs: state.plan.inputs,
  secrets: state.plan.secrets,
  ledger: { origin, size, head },
  app: { name, version },
});

const courseOf = (
  { at, event }: Recorded<EventOf<'run.open'>>,
  closed: Recorded<EventOf<'run.close'>>,
  events: readonly Recorded[],
) => ({
  opened_with: event.app,
  answers_sha256: event.answers_sha256,
  opened: { at, by: event.by, via: event.via },
  closed: {
    at: closed.at,
    by: closed.event.by,
    via: closed.event.via,
    result: closed.event.result,
    reason: closed.event.reason,
  },
  duration_ms: elapsedMs(at, closed.at),
  pauses: pausesOf(events),
  rollback: rollbackOf(events, closed.at),
});

function rollbackOf(events: readonly Recorded[], closedAt: string): RunRecord['rollback'] {
  const begun = firstOf(events, 'rollback.begun');
  if (begun === undefined) return null;
  const { by, via, reason, trigger, steps } = begun.event;
  return {
    begun_at: begun.at,
    by,
    via,
    reason,
    trigger,
    steps: steps.map((step) => step.id),
    ended_at: closedAt,
    duration_ms: elapsedMs(begun.at, closedAt),
  };
}

function partsOf(state: RunState, events: readonly Recorded[]) {
  const attempts = attemptsOf(events);
  return {
    targets: targetsOf(state, events),
    people: peopleOf(events),
    decisions: decisionsOf(state),
    steps: stepsOf(state, attempts),
    attempts,
    scripts: scriptsOf(events),
    metrics: state.plan.metrics,
    stages: stagesOf(state),
    samples: samplesOf(events),
    exceptions: exceptionsOf(state, attempts),
    attachments: [],
    required_signoffs: [],
  };
}

/** Canonical documents know no undefined; optional fields that are absent must not be there at all. */
const withoutUndefined = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
