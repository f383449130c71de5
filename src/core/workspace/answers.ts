import { type InterruptionKind, interruptionKind } from '@domain/run/event';
import { doc, filled, id } from '@domain/runbook/schema/words';
import { z } from 'zod';

const value = z.union([filled, z.int(), z.boolean()], 'a value such as go').transform(String);

/** An answers file: what to say when no one is there to be asked. */
export const answersSchema = z
  .strictObject({
    answers: doc(
      z
        .record(
          id,
          z.strictObject({
            value: doc(value, 'The answer.'),
            reason: doc(filled, 'Why; it goes into the record.'),
            as: doc(id.optional(), 'Who answers, by the id in people.yaml.'),
          }),
        )
        .optional(),
      'By step id, for whatever that step asks.',
    ),
    default: doc(
      z.partialRecord(interruptionKind, value).optional(),
      'By kind of question, where no step answers. What no answer covers stops the run.',
    ),
  })
  .meta({ title: 'Holdpoint answers' });
export type Answers = z.infer<typeof answersSchema>;

export interface GivenAnswer {
  readonly value: string;
  readonly reason: string;
  readonly as: string | null;
}

/** The answers as the walk looks them up. */
export interface AnswerBook {
  readonly answers: Readonly<Record<string, GivenAnswer>>;
  readonly default: Readonly<Partial<Record<InterruptionKind, GivenAnswer>>>;
}

/** A default has no reason of its own; the record says where it came from. */
export function answerBook(file: Answers): AnswerBook {
  const own = Object.entries(file.answers ?? {}).map(([step, { value, reason, as }]) => {
    return [step, { value, reason, as: as ?? null }] as const;
  });
  const defaults = Object.entries(file.default ?? {}).map(([kind, value]) => {
    return [kind, { value, reason: 'default of the answers file', as: null }] as const;
  });
  return { answers: Object.fromEntries(own), default: Object.fromEntries(defaults) };
}
