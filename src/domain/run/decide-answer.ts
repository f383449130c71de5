/** Checks a person's answer and says what it makes happen. */
import { fail, ok } from '../kernel/result';
import type { Command } from './command';
import type { RunEvent } from './event';
import { idsOf } from './saying';
import type { Interruption, RunState } from './state';
import { type Decision, rollbackEvents, stopEvents } from './ways-out';

type AnswerCommand = Extract<Command, { type: 'answer' }>;

export function decideAnswer(state: RunState, command: AnswerCommand): Decision {
  const asked = state.interruptions.find((i) => i.id === command.interruption);
  if (asked === undefined)
    return fail('no-such-interruption', `the run never asked "${command.interruption}"`);
  if (asked.answer !== null)
    return fail('already-answered', `${asked.answer.by} has answered: ${asked.answer.value}`);
  if (asked.withdrawn !== null)
    return fail('already-answered', `the question was withdrawn: ${asked.withdrawn}`);
  const refused = refuse(asked, command);
  if (refused !== null) return refused;
  return follow(state, asked, command);
}

function refuse(asked: Interruption, { value, reason }: AnswerCommand): Decision | null {
  if (asked.freeText) {
    if (value.includes('\0')) return fail('bad-answer', 'the answer holds a NUL character');
    return value.trim() === '' ? fail('bad-answer', 'the answer is empty') : null;
  }
  const option = asked.options.find((o) => o.value === value);
  const offered = asked.options.map((o) => o.value).join(', ');
  if (option === undefined)
    return fail('bad-answer', `"${value}" is no answer to this; expected one of: ${offered}`);
  if (option.needs_reason && reason.trim() === '') return fail('reason-needed', `"${value}" needs a reason`);
  return null;
}

function follow(state: RunState, asked: Interruption, command: AnswerCommand): Decision {
  const decision: RunEvent = {
    kind: 'gate.decision',
    ...idsOf(state),
    by: command.who.by,
    via: command.who.via,
    interruption: asked.id,
    value: command.value,
    reason: command.reason,
  };
  const reason = command.reason === '' ? asked.text.en : `${asked.text.en} (${command.reason})`;
  if (asked.freeText) return ok([decision]);
  if (command.value === 'stop') return ok([decision, ...stopEvents(state, command.who, reason, asked.id)]);
  if (command.value !== 'rollback') return ok([decision]);
  const trigger = asked.kind === 'verdict' ? 'verdict' : 'failure';
  const begun = rollbackEvents(state, command.who, reason, trigger, asked.id);
  return begun.ok ? ok([decision, ...begun.value]) : begun;
}
