/**
 * Text from elsewhere on one line of a terminal: what could move the cursor, set a title, hide or reorder text is made
 * visible as `\u{..}` (C0, DEL, C1, bidi and zero-width controls, line separators, tags).
 */
export const shown = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (c) => `\\u{${(c.codePointAt(0) as number).toString(16)}}`);
