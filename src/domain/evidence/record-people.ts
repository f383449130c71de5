/** Who took part in a run, what they were asked and what they said; and which machines it met. */
import type { EventOf, Recorded, Via } from '../run/event';
import type { Interruption, RunState } from '../run/state';
import type { RecordDecision, RecordPerson, RecordTarget, RunRecord } from './record';

export const decisionsOf = (state: RunState): RecordDecision[] => state.interruptions.map(decisionOf);

function decisionOf(asked: Interruption): RecordDecision {
  return {
    interruption: asked.id,
    kind: asked.kind,
    step: asked.step,
    target: asked.target,
    asked_at: asked.raisedAt,
    text: asked.text,
    offered: asked.options.map((option) => option.value),
    answer: asked.answer,
    withdrawn: asked.withdrawn,
  };
}

interface Act {
  readonly by: string;
  readonly via: Via;
  readonly kind: Recorded['event']['kind'];
}

const actsOf = (events: readonly Recorded[]): readonly Act[] =>
  events.flatMap(({ event }) => ('by' in event ? [{ by: event.by, via: event.via, kind: event.kind }] : []));

/** In the order in which they first acted. */
export function peopleOf(events: readonly Recorded[]): RecordPerson[] {
  const acts = actsOf(events);
  return [...new Set(acts.map((act) => act.by))].map((name) => {
    const own = acts.filter((act) => act.by === name);
    return {
      name,
      via: [...new Set(own.map((act) => act.via))].sort(),
      opened: own.some((act) => act.kind === 'run.open'),
      decisions: own.filter((act) => act.kind === 'gate.decision').length,
    };
  });
}

type Identity = RecordTarget['identities'][number];

const identityOf = (at: string, e: EventOf<'target.identified'>): Identity => ({
  at,
  host_key_type: e.host_key_type,
  host_key_sha256: e.host_key_sha256,
  hostname: e.hostname,
  clock_offset_ms: e.clock_offset_ms,
});

/** A target is identified at every connection; only what differs from before is worth a line. */
function identitiesOf(events: readonly Recorded[], target: string): Identity[] {
  const seen = new Map<string, Identity>();
  for (const { at, event } of events) {
    if (event.kind !== 'target.identified' || event.target !== target) continue;
    const key = `${event.host_key_type} ${event.host_key_sha256} ${event.hostname}`;
    if (!seen.has(key)) seen.set(key, identityOf(at, event));
  }
  return [...seen.values()];
}

export const targetsOf = (state: RunState, events: readonly Recorded[]): RecordTarget[] =>
  state.plan.targets.map(({ name, host, port, user }) => ({
    name,
    host,
    port,
    user,
    identities: identitiesOf(events, name),
  }));

/** Each pause with the resumption that ended it. */
export function pausesOf(events: readonly Recorded[]): RunRecord['pauses'] {
  const pauses: RunRecord['pauses'] = [];
  for (const { at, event } of events) {
    if (event.kind === 'run.paused') {
      const { by, via, reason } = event;
      pauses.push({ at, by, via, reason, resumed_at: null, resumed_by: null });
    }
    const open = pauses.at(-1);
    if (event.kind === 'run.resumed' && open !== undefined)
      pauses[pauses.length - 1] = { ...open, resumed_at: at, resumed_by: event.by };
  }
  return pauses;
}
