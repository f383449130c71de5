import { z } from 'zod';
import { doc, filled, later, pattern, size, someTime, template } from './words';

const number = z.number('a number');

const json = z.strictObject({
  file: doc(
    template.optional(),
    "A JSON file in the workspace or on the target. Without it, the step's own output is read.",
  ),
  path: doc(filled, 'Dotted path, for example total.lines.pct or items.0.name.'),
  equals: doc(
    z.union([template, number, z.boolean()], 'text, a number, true or false').optional(),
    'The value must be this.',
  ),
  min: doc(number.optional(), 'The value must be at least this.'),
  max: doc(number.optional(), 'The value must be at most this.'),
});

const output = z.strictObject({
  contains: doc(template.optional(), 'The output must hold this text.'),
  matches: doc(pattern.optional(), 'The output must match this pattern (RE2 syntax).'),
});

const file = z.strictObject({
  path: doc(template, "A file on the step's target."),
  min_size: doc(size.optional(), 'It must be at least this large.'),
  sha256: doc(template.optional(), 'Its SHA-256 must be this (64 hex digits).'),
  shrink_at_most: later('Compare with the file of the last run.'),
});

const http = z.strictObject({
  url: doc(
    template,
    'Asked from the target through the SSH connection; from this machine for steps without a target.',
  ),
  status: doc(z.int('an HTTP status').min(100).max(599), 'The status that must come.'),
  contains: doc(template.optional(), 'The answer must hold this text.'),
  within: doc(someTime.optional(), 'Ask again until it is so, at most this long. Default 10s.'),
});

/** Exactly one rule an item; the linter checks that, because a union could not say which key is wrong. */
export const RULES = ['exit', 'status', 'output', 'json', 'file', 'http'] as const;
export const expectRule = z
  .strictObject({
    exit: doc(
      z.int('an exit code').min(0).max(255).optional(),
      'The exit code of run or local. 0 is also demanded when no exit rule is written.',
    ),
    status: doc(
      z.int('an HTTP status').min(100).max(599).optional(),
      "The status of the step's own http request.",
    ),
    output: doc(output.optional(), 'What the output must hold.'),
    json: doc(json.optional(), 'A value in JSON.'),
    file: doc(file.optional(), 'A file on the target.'),
    http: doc(http.optional(), 'A web address that must answer.'),
  })
  .meta({ id: 'rule', oneOf: RULES.map((rule) => ({ required: [rule] })) });
export type ExpectRule = z.infer<typeof expectRule>;
export const expectList = z.array(expectRule);
