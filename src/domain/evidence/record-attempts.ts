/** The attempts of a run: every command that was started, in the order of its intents, with how it ended. */
import type { EventOf, Recorded } from '../run/event';
import type { RecordAttempt, RecordScript } from './record';

type Intent = Recorded<EventOf<'step.intent'>>;
type Ended = Recorded<EventOf<'step.done'> | EventOf<'step.unknown'>>;

interface AttemptEvents {
  readonly started: ReadonlyMap<string, Recorded>;
  readonly ended: ReadonlyMap<string, Ended>;
}

const keyOf = (e: { step: string; target: string | null; attempt: number }): string =>
  `${e.step} ${e.target ?? ''} ${e.attempt}`;

function endsOf(events: readonly Recorded[]): AttemptEvents {
  const started = new Map<string, Recorded>();
  const ended = new Map<string, Ended>();
  for (const recorded of events) {
    const { event } = recorded;
    if (event.kind === 'step.started') started.set(keyOf(event), recorded);
    if (event.kind === 'step.done' || event.kind === 'step.unknown')
      ended.set(keyOf(event), { ...recorded, event });
  }
  return { started, ended };
}

const statusOf = (end: Ended | undefined): RecordAttempt['status'] => {
  if (end === undefined) return 'unfinished';
  return end.event.kind === 'step.unknown' ? 'unknown' : end.event.status;
};

function attemptOf({ at, event }: Intent, { started, ended }: AttemptEvents): RecordAttempt {
  const key = keyOf(event);
  const end = ended.get(key);
  return {
    step: event.step,
    target: event.target,
    attempt: event.attempt,
    intent_at: at,
    started_at: started.get(key)?.at ?? null,
    ended_at: end?.at ?? null,
    script_sha256: event.script_sha256,
    exports: event.exports,
    status: statusOf(end),
    outcome: end?.event.outcome ?? null,
    checks: end?.event.checks ?? [],
    output: end?.event.output ?? null,
    values: end?.event.values ?? [],
    files: end?.event.files ?? [],
    duration_ms: end?.event.duration_ms ?? null,
  };
}

const intentsOf = (events: readonly Recorded[]): readonly Intent[] =>
  events.flatMap(({ seq, at, event }) => (event.kind === 'step.intent' ? [{ seq, at, event }] : []));

export function attemptsOf(events: readonly Recorded[]): RecordAttempt[] {
  const ends = endsOf(events);
  return intentsOf(events).map((intent) => attemptOf(intent, ends));
}

/** Every different command text once, in order of first use: the same command runs on many targets. */
export function scriptsOf(events: readonly Recorded[]): RecordScript[] {
  const texts = new Map<string, string>();
  for (const { event } of intentsOf(events))
    if (event.script !== null && event.script_sha256 !== null) texts.set(event.script_sha256, event.script);
  return [...texts].map(([sha256, text]) => ({ sha256, text }));
}
