/** Answers given beforehand in a file, found for the question that is asked. */
import type { Answers as AnswersFile } from '@core/workspace/answers';
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

/** From the file's form: a default is a value only, so it says itself where it comes from. */
export function answersOf(file: AnswersFile): Answers {
  const own = Object.entries(file.answers ?? {}).map(([step, a]) => [
    step,
    given(a.value, a.reason ?? '', a.as ?? null),
  ]);
  const byKind = Object.entries(file.default ?? {}).flatMap(([kind, value]) =>
    value === undefined ? [] : [[kind, given(value, 'default of the answers file', null)]],
  );
  return { answers: Object.fromEntries(own), default: Object.fromEntries(byKind) };
}

const given = (value: string, reason: string, as: string | null): GivenAnswer => ({ value, reason, as });

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
