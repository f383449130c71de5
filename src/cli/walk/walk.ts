/** Walks a person (or an answers file) through a run until it ends or someone is needed who is not here. */

import type { RunDriver } from '@core/engine/run-driver';
import type { AnswerBook, GivenAnswer } from '@core/workspace/answers';
import { effectsOf } from '@domain/run/effects';
import type { Recorded, Via } from '@domain/run/event';
import type { Interruption, RunState } from '@domain/run/state';
import { EXIT, type ExitCode, exitOfRun } from '../exit-codes';
import type { Terminal } from '../terminal';
import { answerFor } from './answer-book';
import { askPerson, firstOpen } from './ask-person';
import { linesFor } from './print-event';

export interface WalkOptions {
  readonly driver: RunDriver;
  readonly terminal: Terminal;
  readonly answers: AnswerBook;
  /** True when no answers file was given and a person sits at the terminal. */
  readonly guided: boolean;
  readonly actor: string;
  /** JSON lines of events on stdout. */
  readonly json: boolean;
  /** What happened before the walk began and nobody has been shown. */
  readonly before: readonly Recorded[];
}

/** Resolves with the exit code when the run has ended, or when it waits for somebody. */
export async function walk(options: WalkOptions): Promise<ExitCode> {
  const { driver, terminal, json } = options;
  const changed = changeSignal(options);
  for (;;) {
    const halted = driver.halted();
    if (halted !== null) {
      terminal.say(`The run stopped: ${halted.message}`);
      return EXIT.unknown;
    }
    const state = driver.state();
    if (state.result !== null) return exitOfRun(state);
    const asked = firstOpen(state);
    if (asked === undefined) {
      if (state.paused && effectsOf(state).length === 0) {
        terminal.say(`The run is paused.\n  holdpoint resume ${state.runId}`);
        return EXIT.needsPerson;
      }
      await changed.next();
      continue;
    }
    const found = await findAnswer(options);
    if (found === null || (found.via === 'answers-file' && !fits(asked, found.answer))) {
      if (found !== null)
        terminal.say(`  the answers file says "${found.answer.value}", which is no answer to this`);
      terminal.say(`Waiting for a person: ${asked.text.en}`);
      terminal.say(`  holdpoint resume ${state.runId}`);
      if (json) terminal.json({ waiting: asked });
      return EXIT.needsPerson;
    }
    const given = driver.command({
      type: 'answer',
      interruption: asked.id,
      value: found.answer.value,
      reason: found.answer.reason,
      who: { by: found.answer.as ?? options.actor, via: found.via },
    });
    if (!given.ok && given.error.code !== 'already-answered') {
      terminal.say(`  not taken: ${given.error.message}`);
      if (found.via === 'answers-file') return EXIT.usage;
    }
  }
}

async function findAnswer(options: WalkOptions): Promise<{ answer: GivenAnswer; via: Via } | null> {
  const state = options.driver.state();
  const asked = firstOpen(state);
  if (asked === undefined) return null;
  const given = givenTooOften(state, asked) ? null : answerFor(options.answers, asked);
  if (given !== null) return { answer: given, via: 'answers-file' };
  if (!options.guided) return null;
  const answer = await askPerson(options.terminal, asked, state);
  return answer === null ? null : { answer, via: 'terminal' };
}

/** An answer that is not offered covers nothing: for example a rollback before anything ran. */
const fits = (asked: Interruption, { value }: GivenAnswer): boolean =>
  asked.freeText || asked.options.some((o) => o.value === value);

/** A file says the same each time it is asked: `retry` or `hold` would go round for ever with nobody looking. */
const SAME_ANSWERS = 3;

const givenTooOften = (state: RunState, asked: Interruption): boolean =>
  state.interruptions.filter(
    (i) => i.step === asked.step && i.kind === asked.kind && i.answer?.via === 'answers-file',
  ).length >= SAME_ANSWERS;

/** Prints events as they come and wakes the walk. */
function changeSignal({ driver, terminal, json, before }: WalkOptions) {
  let wake = () => {};
  let missed = false;
  const show = (events: readonly Recorded[]) => {
    for (const recorded of events) {
      if (json) terminal.json(recorded);
      for (const line of linesFor(recorded, driver.state(), terminal.paint)) terminal.say(line);
    }
  };
  const note = () => {
    missed = true;
    wake();
  };
  show(before);
  driver.subscribe((events) => {
    show(events);
    note();
  });
  driver.onHalt(note);
  return {
    next: async () => {
      if (!missed)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      missed = false;
    },
  };
}
