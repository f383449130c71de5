/** The small words of the format. Every message says what is expected, so that a problem can say it. */
import { z } from 'zod';

const doc = <S extends z.ZodType>(schema: S, description: string): S => schema.meta({ description }) as S;

export { doc };

/** Same pattern as `slug` of the plan. */
export const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'an id: small letters, digits, ".", "_" or "-", at most 64');
/** Same pattern as `variableName` of the plan. */
export const variable = z
  .string()
  .regex(/^[a-z_][a-z0-9_]{0,63}$/, 'a variable name: small letters, digits and "_", at most 64');

const PARTS = '(?:\\d{1,9}(?:ms|s|m|h|d))+';
/** `0s` is allowed. */
export const duration = z.string().regex(new RegExp(`^${PARTS}$`), 'a duration such as 90s or 1h30m');
export const someTime = z
  .string()
  .regex(new RegExp(`^(?=.*[1-9])${PARTS}$`), 'a duration above zero such as 90s or 1h30m');
export const size = z.union(
  [
    z.string().regex(/^\d{1,9}(?:B|kB|MB|GB|KiB|MiB|GiB)$/, 'a size such as 1MiB'),
    z.int('a whole number').min(0),
  ],
  'a size such as 1MiB, or a number of bytes',
);
export const percent = z.string().regex(/^\d{1,3}(?:\.\d{1,6})?%$/, 'a percentage such as 20%');

export const filled = z.string().min(1, 'text that is not empty');
/** Given to a shell as it stands. */
export const script = filled;
/** Not shell: the app replaces `${name}`. */
export const template = filled;
/** A pattern in RE2 syntax. */
export const pattern = filled.max(512, 'a pattern of at most 512 characters');

export const text = z
  .union(
    [
      filled,
      z.strictObject({
        en: doc(filled, 'English.'),
        'zh-CN': doc(filled.optional(), 'Simplified Chinese. Without it the English text is shown.'),
      }),
    ],
    'text, or { en: ..., zh-CN: ... }',
  )
  .meta({ id: 'text' });
export type Text = z.infer<typeof text>;

/** In the format, and not built yet: accepted by the schema so that the linter can say so. */
export const later = (what: string) =>
  z
    .unknown()
    .optional()
    .meta({ description: `${what} Not available in this version: the linter refuses it.` });
