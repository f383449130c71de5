/** Text from outside, as a reader may safely see it: what steers a terminal or turns text around becomes a mark. */

/** C1 controls, bidi controls, zero-width characters, line separators, the byte order mark, tags. */
const STEERING = /[\u0080-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;
/** C0 controls but tab and line feed, and DEL. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this makes visible.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** The Unicode picture of a control character: ESC becomes its sign, so `\x1b[2J` reads as one. */
const picture = (control: string): string => {
  const code = control.charCodeAt(0);
  return String.fromCharCode(code === 0x7f ? 0x2421 : 0x2400 + code);
};

const named = (character: string): string =>
  `\u27e8U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}\u27e9`;

export const visible = (text: string): string =>
  text.replace(/\r\n/g, '\n').replace(CONTROL, picture).replace(STEERING, named);

/** At most `most` characters, never half of one, and how many were left out. */
export function clipped(text: string, most: number): { readonly text: string; readonly left: number } {
  if (text.length <= most) return { text, left: 0 };
  const kept = text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
  return { text: kept, left: text.length - kept.length };
}
