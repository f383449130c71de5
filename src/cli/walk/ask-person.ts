/** Asks a person on the terminal what an interruption asks, until the answer fits or the input ends. */

import type { GivenAnswer } from '@core/workspace/answers';
import { composeRollback } from '@domain/run/compose-rollback';
import { type Interruption, openInterruptions, type RunState } from '@domain/run/state';
import type { Terminal } from '../terminal';

export async function askPerson(
  terminal: Terminal,
  asked: Interruption,
  state: RunState,
): Promise<GivenAnswer | null> {
  terminal.say('');
  terminal.say(terminal.paint.bold(terminal.paint.yellow(`? ${asked.text.en}`)));
  if (asked.kind === 'gate') for (const line of board(state)) terminal.say(`    ${line}`);
  if (asked.options.some((o) => o.value === 'rollback')) showWayBack(terminal, state);
  const value = await askValue(terminal, asked);
  if (value === null) return null;
  const option = asked.options.find((o) => o.value === value);
  const reason = option?.needs_reason ? await askReason(terminal) : '';
  return reason === null ? null : { value, reason, as: null };
}

async function askValue(terminal: Terminal, asked: Interruption): Promise<string | null> {
  const offered = asked.options.map((o) => o.value);
  for (;;) {
    const typed = await terminal.ask(asked.freeText ? '  answer: ' : `  ${offered.join(' / ')}: `);
    if (typed === null) return null;
    const value = typed.trim();
    if (asked.freeText ? value !== '' : offered.includes(value)) return value;
    terminal.say(asked.freeText ? '  an answer is needed' : `  expected one of: ${offered.join(', ')}`);
  }
}

async function askReason(terminal: Terminal): Promise<string | null> {
  for (;;) {
    const reason = await terminal.ask('  reason: ');
    if (reason === null || reason.trim() !== '') return reason;
    terminal.say('  a reason is needed; it stays in the record');
  }
}

/** The Go/No-Go board: what was measured and what was vouched for, never alike. */
export function board(state: RunState): readonly string[] {
  return state.steps
    .filter((s) => s.step.phase === 'preflight')
    .map((s) => {
      const how = s.decision === null ? 'sensed  ' : `attested by ${s.decision.by}`;
      return `[${s.status}] ${how}  ${s.step.title.en}`;
    });
}

function showWayBack(terminal: Terminal, state: RunState): void {
  const { steps, remains, mayStillRun } = composeRollback(state);
  terminal.say(terminal.paint.dim('    a rollback would:'));
  for (const step of steps)
    terminal.say(terminal.paint.dim(`      ${step.title.en} on ${step.targets.join(', ') || 'no target'}`));
  for (const { step, target } of mayStillRun) {
    terminal.say(
      terminal.paint.yellow(
        `      ${step} may still be at work on ${target ?? 'this machine'}: look there first`,
      ),
    );
  }
  for (const { step, why } of remains) terminal.say(terminal.paint.dim(`      NOT undo ${step}: ${why}`));
}

export const firstOpen = (state: RunState): Interruption | undefined => openInterruptions(state)[0];
