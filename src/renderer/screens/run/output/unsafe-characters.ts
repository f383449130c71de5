/** Characters of a command's output that would act on the screen instead of being read. */

/**
 * Controls, format characters (bidi overrides, zero-width, tags), line and paragraph separators, lone surrogates.
 * Tab stays: it only moves.
 */
export const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

const NAMES: ReadonlyMap<number, string> = new Map([
  [0x00, 'NUL'],
  [0x07, 'BEL'],
  [0x08, 'BS'],
  [0x0b, 'VT'],
  [0x0c, 'FF'],
  [0x0d, 'CR'],
  [0x1b, 'ESC'],
  [0x7f, 'DEL'],
  [0x9b, 'CSI'],
]);

/** A visible mark for one such character: `[ESC]`, `[U+202E]`. */
export function markOf(character: string): string {
  const code = character.codePointAt(0) as number;
  return `[${NAMES.get(code) ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`}]`;
}
