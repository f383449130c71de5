import { z } from 'zod';
import { PHASES } from '../../plan/plan';
import { expectList } from './expect';
import { doc, filled, id, later, script, someTime, template, text, variable } from './words';

export const phaseName = z.enum(PHASES);
const onFail = doc(
  z.enum(['rollback', 'ask']),
  'What a failed verdict leads to: the rollback sheet, or a question.',
);
const watch = doc(z.array(id).min(1, 'a list with at least one metric'), 'Ids of the metrics that judge.');

export const upload = z.strictObject({
  from: doc(template, 'A file in the workspace.'),
  to: doc(template, 'A path on the target. With / at the end: the folder to put it in.'),
  sha256: doc(
    z
      .union(
        [template, z.strictObject({ file: doc(template, 'A file as sha256sum writes it.') })],
        '64 hex digits, or { file: SHA256SUMS }',
      )
      .optional(),
    'The digest it must have. { file: ... } is not available in this version.',
  ),
});

export const http = z.strictObject({
  method: doc(z.enum(['GET', 'POST', 'PUT', 'DELETE']).optional(), 'Default GET.'),
  url: doc(template, 'The address.'),
  body: doc(template.optional(), 'The body to send.'),
});

export const attest = z.strictObject({
  role: doc(filled, 'The role of the person who vouches.'),
  text: doc(text, 'What the person vouches for.'),
});

export const ask = z.strictObject({
  question: doc(text, 'What to ask.'),
  into: doc(variable, 'The variable the answer goes to; later steps may read it.'),
});

export const gate = z.strictObject({
  board: doc(phaseName, 'The phase whose results are shown for the decision.'),
  text: doc(text.optional(), 'What is decided.'),
  signoffs: later('Roles that must sign.'),
});

export const observe = z.strictObject({
  hold: doc(someTime, 'How long to observe; only time with data counts.'),
  watch,
  on_fail: onFail,
});

const stage = z.strictObject({
  weight: doc(z.int('a whole number').min(0).max(100), 'Share of traffic in percent.'),
  hold: doc(someTime, 'How long to observe at this weight; only time with data counts.'),
  or_until: later('End the stage early after so many events.'),
});

export const rollout = z.strictObject({
  stages: doc(z.array(stage).min(1, 'a list with at least one stage'), 'The stages in order.'),
  apply: doc(
    z.strictObject({ run: doc(script, 'Shell text; $weight is exported.') }),
    'Run on the target at the start of each stage.',
  ),
  revert: doc(
    z.strictObject({ run: doc(script, 'Shell text.') }).optional(),
    'Run when the rollout is taken back.',
  ),
  watch,
  on_fail: onFail,
});

export const undo = z.strictObject({
  run: doc(script, 'Shell text that takes the change back.'),
  expect: doc(expectList.optional(), 'What must be true afterwards. Exit code 0 is always demanded.'),
});
