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
      z
        .strictObject({
          confirm: value.optional(),
          attest: value.optional(),
          input: value.optional(),
          gate: value.optional(),
          failure: value.optional(),
          unknown: value.optional(),
          inconclusive: value.optional(),
          verdict: value.optional(),
        })
        .optional(),
      'By kind of question, where no step answers. What no answer covers stops the run.',
    ),
  })
  .meta({ title: 'Holdpoint answers' });
export type Answers = z.infer<typeof answersSchema>;
