import { assertNever } from '../kernel/assert-never';
import { changeInterruption, changeStep } from './changes';
import type { EventOf, Recorded } from './event';
import { evolveAnswer } from './evolve-answer';
import { openStageState, takeRound, takeVerdict } from './evolve-observe';
import type { RunState, StepState } from './state';
import { SETTLED } from './state';
import { initialStep, mapTarget, withTargetsEnded } from './step-states';

/**
 * The next state after a recorded event. Total over stored events: it never refuses what is already a fact.
 * The first event of a run is `run.open`, see `openRun`.
 */
export function evolve(state: RunState, recorded: Recorded): RunState {
  return { ...applyEvent(state, recorded), seq: recorded.seq };
}

/** The state after `run.open`. */
export function openRun({ seq, at, event }: Recorded<EventOf<'run.open'>>): RunState {
  return {
    runId: event.run_id,
    correlationId: event.correlation_id,
    releaseCandidateId: event.release_candidate_id,
    kind: event.run_kind,
    plan: event.plan,
    workspace: event.workspace ?? null,
    openedAt: at,
    openedBy: event.by,
    paused: false,
    steps: event.plan.steps.map(initialStep),
    rollback: null,
    values: new Map(),
    targets: [],
    interruptions: [],
    result: null,
    closedAt: null,
    records: [],
    seq,
  };
}

/** Replays recorded events; undefined when there are none or the first is no `run.open`. */
export function replay(events: Iterable<Recorded>): RunState | undefined {
  let state: RunState | undefined;
  for (const recorded of events) {
    if (state !== undefined) state = evolve(state, recorded);
    else if (recorded.event.kind === 'run.open') state = openRun({ ...recorded, event: recorded.event });
  }
  return state;
}

function applyEvent(state: RunState, { at, event }: Recorded): RunState {
  switch (event.kind) {
    case 'run.open':
      return state; // a second opening can't happen; the first one stands
    case 'target.identified':
      return {
        ...state,
        targets: [...state.targets.filter((t) => t.target !== event.target), identified(event)],
      };
    case 'step.intent':
      return changeStep(state, event.step, (s) => begin(s, event, at));
    case 'step.started':
      return state;
    case 'step.done':
      return learnValues(
        changeStep(state, event.step, (s) => end(s, event, event.status, at)),
        event.values,
      );
    case 'step.unknown':
      return changeStep(state, event.step, (s) => end(s, event, 'unknown', at));
    case 'step.blocked':
      return changeStep(state, event.step, (s) => ({ ...s, status: 'blocked', missing: event.missing }));
    case 'stage.open':
      return changeStep(state, event.step, (s) => openStageState(s, event, state.plan.metrics, at));
    case 'observe.sample':
      return changeStep(state, event.step, (s) => takeRound(s, event, at));
    case 'observe.verdict':
      return changeStep(state, event.step, (s) => takeVerdict(s, event, at));
    case 'interruption.raised':
      return raise(state, event, at);
    case 'interruption.withdrawn':
      return changeInterruption(state, event.interruption, { withdrawn: event.why });
    case 'gate.decision':
      return evolveAnswer(state, event, at);
    case 'run.paused':
      return { ...state, paused: true };
    case 'run.resumed':
      return { ...state, paused: false };
    case 'rollback.begun':
      return beginRollback(state, event, at);
    case 'run.close':
      return { ...cancelRest(state), result: event.result, closedAt: at, paused: false };
    case 'record.sealed':
      return { ...state, records: [...state.records, { record: event.record, sha256: event.record_sha256 }] };
    default:
      return assertNever(event, 'event');
  }
}

const identified = (e: EventOf<'target.identified'>) => ({
  target: e.target,
  hostKeyType: e.host_key_type,
  hostKeySha256: e.host_key_sha256,
  hostname: e.hostname,
  clockOffsetMs: e.clock_offset_ms,
});

function begin(step: StepState, event: EventOf<'step.intent'>, at: string): StepState {
  const changed = mapTarget(step, event.target, (t) => ({
    ...t,
    status: 'running',
    attempt: event.attempt,
    script: event.script,
    exports: event.exports,
    startedAt: at,
    endedAt: null,
    durationMs: null,
    outcome: null,
    checks: [],
    output: null,
  }));
  return { ...changed, status: 'running', missing: [], startedAt: step.startedAt ?? at, endedAt: null };
}

function end(
  step: StepState,
  event: EventOf<'step.done'> | EventOf<'step.unknown'>,
  status: 'passed' | 'failed' | 'unknown',
  at: string,
): StepState {
  const changed = mapTarget(step, event.target, (t) => ({
    ...t,
    status,
    endedAt: at,
    durationMs: event.duration_ms,
    outcome: event.outcome,
    checks: event.checks,
    output: event.output,
  }));
  return withTargetsEnded(changed, at);
}

function learnValues(state: RunState, values: readonly { name: string; value: string }[]): RunState {
  if (values.length === 0) return state;
  return { ...state, values: new Map([...state.values, ...values.map((v) => [v.name, v.value] as const)]) };
}

function raise(state: RunState, e: EventOf<'interruption.raised'>, at: string): RunState {
  const raised = {
    id: e.interruption,
    kind: e.interruption_kind,
    step: e.step,
    target: e.target,
    text: e.text,
    options: e.options,
    freeText: e.free_text,
    raisedAt: at,
    answer: null,
    withdrawn: null,
  };
  const next = { ...state, interruptions: [...state.interruptions, raised] };
  if (e.step === null) return next;
  return changeStep(next, e.step, (s) => noteAsked(s, at));
}

/** A step that only asks is waiting; an observed stage remembers when a person was asked about it. */
function noteAsked(step: StepState, at: string): StepState {
  const asks = ['attest', 'ask', 'gate'].includes(step.step.action.type);
  if (asks && step.status === 'pending')
    return { ...step, status: 'waiting', startedAt: step.startedAt ?? at };
  if (step.observation === null) return step;
  const stages = step.observation.stages.map((s) =>
    s.endedAt === null ? { ...s, askedAtRound: s.rounds } : s,
  );
  return { ...step, observation: { ...step.observation, stages } };
}

function beginRollback(state: RunState, e: EventOf<'rollback.begun'>, at: string): RunState {
  const steps = e.steps.map(initialStep);
  return {
    ...state,
    paused: false,
    rollback: { begunAt: at, by: e.by, reason: e.reason, trigger: e.trigger, steps },
  };
}

/** What never began, and what was still watched, is cancelled, visibly, when the run closes. */
function cancelRest(state: RunState): RunState {
  const cancel = (s: StepState): StepState =>
    SETTLED.includes(s.status) || ['failed', 'unknown'].includes(s.status)
      ? s
      : { ...s, status: 'cancelled' };
  return {
    ...state,
    steps: state.steps.map(cancel),
    rollback: state.rollback === null ? null : { ...state.rollback, steps: state.rollback.steps.map(cancel) },
  };
}
