/** Answers given beforehand in a file, found for the question that is asked. */
import type { InterruptionKind } from '@domain/run/event';
import type { Interruption } from '@domain/run/state';

export interface GivenAnswer {
  readonly value: string;
  readonly reason: string;
  /** The person who answers, where the file names one. */
  readonly as: string | null;
}

/** As in DESIGN section 9: by step id, and a default by kind of question. */
export interface Answers {
  readonly answers: Readonly<Record<string, GivenAnswer>>;
  readonly default: Readonly<Partial<Record<InterruptionKind, GivenAnswer>>>;
}

export const NO_ANSWERS: Answers = { answers: {}, default: {} };

/** Kinds that a step's own answer is meant for; what goes wrong with a step is answered by the defaults. */
const PLANNED: readonly InterruptionKind[] = ['confirm', 'attest', 'input', 'gate'];

/** The answer to a question, null when nobody gave one: then a person is needed. */
export function answerFor(book: Answers, asked: Interruption): GivenAnswer | null {
  const own = asked.step === null ? undefined : book.answers[asked.step];
  if (own !== undefined && (PLANNED.includes(asked.kind) || offers(asked, own.value))) return own;
  return book.default[asked.kind] ?? null;
}

const offers = (asked: Interruption, value: string): boolean => asked.options.some((o) => o.value === value);
