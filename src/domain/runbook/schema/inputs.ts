import { z } from 'zod';
import { doc, filled, id, script, variable } from './words';

const scalar = z.union([z.string(), z.int()], 'text or a whole number');

export const input = z.strictObject({
  type: doc(
    z.enum(['semver', 'string', 'enum', 'int', 'date']),
    'What may be given: semver (1.5.0), string, enum (see values), int, date (2026-11-22).',
  ),
  title: doc(filled.optional(), 'What to tell the person who is asked for it.'),
  required: doc(
    z.boolean().optional(),
    'True unless there is a default. False: steps that read it can not be planned without it.',
  ),
  default: doc(scalar.optional(), 'Taken when nothing is given.'),
  values: doc(z.array(filled).min(1).optional(), 'The allowed values of an enum.'),
  min: doc(z.int('a whole number').optional(), 'Smallest allowed int.'),
  max: doc(z.int('a whole number').optional(), 'Largest allowed int.'),
  from: doc(
    z.strictObject({ channel: doc(id, 'A release channel.') }).optional(),
    'Where a value comes from when none is given. Not available in this version: give the input.',
  ),
});
export type InputSpec = z.infer<typeof input>;

export const secret = z.strictObject({
  from: doc(
    z.enum(['env', 'prompt', 'command', 'keychain']),
    'env: a variable of the app. prompt: not available in this version. command: first line of its output. keychain: not available in this version.',
  ),
  name: doc(
    filled.optional(),
    'Name of the environment variable (from: env). Default: the name in capitals.',
  ),
  run: doc(script.optional(), "The command (from: command), run on the operator's machine."),
});
export type SecretSpec = z.infer<typeof secret>;

export const target = z.strictObject({
  group: doc(id.optional(), 'All targets of this group of the inventory.'),
  target: doc(id.optional(), 'One target of the inventory by name.'),
  exactly: doc(z.int('a whole number').min(1).optional(), 'How many targets there must be.'),
  vars: doc(
    z.array(variable).optional(),
    'Variables every one of these targets must have in the inventory. Steps may read them.',
  ),
});
export type TargetSpec = z.infer<typeof target>;
