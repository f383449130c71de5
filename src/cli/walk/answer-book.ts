/** Answers given beforehand in a file, found for the question that is asked. */
import type { AnswerBook, GivenAnswer } from '@core/workspace/answers';
import type { InterruptionKind } from '@domain/run/event';
import type { Interruption } from '@domain/run/state';

export const NO_ANSWERS: AnswerBook = { answers: {}, default: {} };

/** Kinds that a step's own answer is meant for; what goes wrong with a step is answered by the defaults. */
const PLANNED: readonly InterruptionKind[] = ['confirm', 'attest', 'input', 'gate'];

/** The answer to a question, null when nobody gave one: then a person is needed. */
export function answerFor(book: AnswerBook, asked: Interruption): GivenAnswer | null {
  const own = asked.step === null ? undefined : book.answers[asked.step];
  if (own !== undefined && (PLANNED.includes(asked.kind) || offers(asked, own.value))) return own;
  return book.default[asked.kind] ?? null;
}

const offers = (asked: Interruption, value: string): boolean => asked.options.some((o) => o.value === value);
