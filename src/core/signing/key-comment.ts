/** Comments of keys are free text by whoever made the key: they are shown in lists and put into one-line formats. */
const MAX_LENGTH = 200;
// Control, format (also text direction) and line separator characters: none may break a line or turn its order.
const UNSHOWN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD]+/gu;

/** One line of plain text, at most 200 characters. */
export const cleanComment = (text: string): string =>
  text.replace(UNSHOWN, ' ').replace(/ {2,}/g, ' ').trim().slice(0, MAX_LENGTH).trim();
