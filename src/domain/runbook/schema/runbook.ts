import { z } from 'zod';
import { phaseName } from './actions';
import { input, secret, target } from './inputs';
import { metric } from './metrics';
import { phase } from './step';
import { doc, id, later, someTime, text, variable } from './words';

const trigger = z.strictObject({
  metric: doc(id.optional(), 'A metric that is watched with on_fail: rollback.'),
  manual: doc(z.boolean().optional(), 'A person may always start it.'),
  severity: later('A severity that starts it.'),
});

const rollback = z.strictObject({
  triggers: doc(z.array(trigger).optional(), 'What leads to a rollback.'),
  plan: doc(
    z.union([z.literal('undo'), z.array(phase)], 'undo, or a list of phases').optional(),
    'undo: the undo of every step that ran, in reverse. Explicit phases are not available in this version.',
  ),
  verify: doc(z.array(phaseName).optional(), 'Phases whose steps run again afterwards.'),
  watch: doc(
    z
      .union(
        [
          someTime,
          z.strictObject({
            hold: doc(someTime, 'How long.'),
            metrics: doc(z.array(id).min(1).optional(), 'Default: all that the runbook watches.'),
          }),
        ],
        'a duration, or { hold, metrics }',
      )
      .optional(),
    'How long to observe afterwards.',
  ),
});

/** The runbook file, version 1. */
export const runbookSchema = z
  .strictObject({
    holdpoint: doc(z.literal(1), 'Version of the format: 1.'),
    id: doc(id, 'The name of the runbook in records.'),
    title: doc(text, 'What people read.'),
    description: doc(text.optional(), 'More for the reader.'),
    inputs: doc(z.record(variable, input).optional(), 'Values given at the start.'),
    secrets: doc(
      z.record(variable, secret).optional(),
      'Values that are never written anywhere. Only shell text can read them.',
    ),
    targets: doc(z.record(id, target).optional(), 'The machines, by a name that steps use.'),
    policy: later('Windows, freezes, sign-offs and guard.'),
    profiles: later('Selections of steps.'),
    phases: doc(z.array(phase).min(1, 'a list with at least one phase'), 'The phases in order.'),
    metrics: doc(z.record(id, metric).optional(), 'What is watched.'),
    rollback: doc(rollback.optional(), 'The way back.'),
  })
  .meta({ title: 'Holdpoint runbook, version 1' });
export type Runbook = z.infer<typeof runbookSchema>;
