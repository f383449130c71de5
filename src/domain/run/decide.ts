import { fail, ok } from '../kernel/result';
import type { Command, Context, Who } from './command';
import { consequences } from './consequences';
import { decideAnswer } from './decide-answer';
import type { RunEvent } from './event';
import { evolve } from './evolve';
import { judgeEnding } from './judge-ending';
import { idsOf } from './saying';
import { findStep, openStage, type RunState, type TargetState } from './state';
import { type Decision, lostAttempts, rollbackEvents, stopEvents, whoFields } from './ways-out';

/**
 * What a command makes happen, with everything that follows by itself. Nothing is changed here: the driver stores
 * the events, then folds the stored ones with `evolve`.
 */
export function decide(state: RunState, command: Command, context: Context): Decision {
  const direct = decideDirect(state, command);
  if (!direct.ok) return direct;
  return ok(settle(state, direct.value, context));
}

/** Follows the consequences of events to the end. The bound turns an endless loop into a loud bug. */
function settle(before: RunState, direct: readonly RunEvent[], context: Context): readonly RunEvent[] {
  const all: RunEvent[] = [];
  let state = before;
  let due = direct;
  for (let turn = 0; turn < 1000; turn += 1) {
    for (const event of due) state = evolve(state, { seq: state.seq, at: context.now, event });
    all.push(...due);
    due = consequences(state, context);
    if (due.length === 0) return all;
  }
  throw new Error(`the run does not come to rest after ${all.at(-1)?.kind}`);
}

function decideDirect(state: RunState, command: Command): Decision {
  if (command.type === 'sealed')
    return state.result === null
      ? fail('not-now', 'the run has not ended')
      : ok([sealedEvent(state, command)]);
  if (state.result !== null) return fail('closed', `the run has ended: ${state.result}`);
  switch (command.type) {
    case 'proceed':
      return ok([]);
    case 'answer':
      return decideAnswer(state, command);
    case 'roll-back':
      return decideRollback(state, command);
    case 'pause':
      return state.paused ? fail('not-now', 'the run is paused already') : ok([pauseEvent(state, command)]);
    case 'resume':
      return state.paused ? ok([resumeEvent(state, command.who)]) : fail('not-now', 'the run is not paused');
    case 'stop':
      return decideStop(state, command);
    case 'started':
    case 'ended':
      return decideFact(state, command);
    case 'identified':
      return ok([{ kind: 'target.identified', ...idsOf(state), ...command.target }]);
    case 'sampled':
      return decideSample(state, command);
    case 'recover':
      return ok(lostAttempts(state, 'Holdpoint ended while this ran'));
  }
}

const sealedEvent = (state: RunState, c: Extract<Command, { type: 'sealed' }>): RunEvent => ({
  kind: 'record.sealed',
  ...idsOf(state),
  record: c.record,
  record_sha256: c.sha256,
  signers: [...c.signers],
});

const pauseEvent = (state: RunState, c: Extract<Command, { type: 'pause' }>): RunEvent => ({
  kind: 'run.paused',
  ...idsOf(state),
  ...whoFields(c.who),
  reason: c.reason,
});

const resumeEvent = (state: RunState, by: Who): RunEvent => ({
  kind: 'run.resumed',
  ...idsOf(state),
  ...whoFields(by),
});

function decideRollback(state: RunState, command: Extract<Command, { type: 'roll-back' }>): Decision {
  return rollbackEvents(state, command.who, command.reason, 'person', null);
}

function decideStop(state: RunState, command: Extract<Command, { type: 'stop' }>): Decision {
  if (command.reason.trim() === '') return fail('reason-needed', 'stopping a run needs a reason');
  return ok(stopEvents(state, command.who, command.reason, null));
}

function runningTarget(
  state: RunState,
  key: { readonly step: string; readonly target: string | null; readonly attempt: number },
): TargetState | undefined {
  // A rollback verifies with steps of its own ids, so a step id names one attempt sequence only.
  const step = findStep(state, key.step);
  return step?.targets.find(
    (t) => t.target === key.target && t.attempt === key.attempt && t.status === 'running',
  );
}

function decideFact(state: RunState, command: Extract<Command, { type: 'started' | 'ended' }>): Decision {
  const step = findStep(state, command.step);
  if (step === undefined || runningTarget(state, command) === undefined) {
    return fail('stale', `no attempt ${command.attempt} of ${command.step} is running`);
  }
  const key = { step: command.step, target: command.target, attempt: command.attempt };
  if (command.type === 'started') return ok([{ kind: 'step.started', ...idsOf(state), ...key }]);
  return ok([judgeEnding(state, step.step, key, command)]);
}

function decideSample(state: RunState, command: Extract<Command, { type: 'sampled' }>): Decision {
  const step = findStep(state, command.step);
  if (step === undefined || openStage(step)?.stage !== command.stage)
    return fail('stale', 'that stage is over');
  const values = [...command.values];
  return ok([{ kind: 'observe.sample', ...idsOf(state), step: command.step, stage: command.stage, values }]);
}
