/** Text and numbers inside an SVG document. */

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What XML 1.0 can't hold even escaped: most control characters, lone surrogates, U+FFFE and U+FFFF. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this removes.
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;

/** Any text for use between tags or in a quoted attribute of SVG or HTML. */
export const escapeText = (text: string): string =>
  text.replace(NOT_XML, '\ufffd').replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

/** A coordinate: at most two decimals, never an exponent. */
export const coordinate = (value: number): string => String(Math.round(value * 100) / 100);

/** Time of day of an instant in ms since 1970, in UTC: `21:53:07`. */
export function timeOfDay(ms: number): string {
  const second = Math.floor(ms / 1000);
  const parts = [Math.floor(second / 3600) % 24, Math.floor(second / 60) % 60, second % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
