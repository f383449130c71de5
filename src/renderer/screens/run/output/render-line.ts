/** One line of output as spans of plain text. Nothing in it can style, move, hide or reorder anything else. */
import { applySgr, PLAIN, type SgrStyle } from './sgr-style';
import { markOf, UNSAFE } from './unsafe-characters';

export interface Span {
  readonly text: string;
  /** Class names of our own style sheet; empty for plain text. */
  readonly classes: readonly string[];
}

/** Longest part of a line that is drawn at once, in characters. */
export const LINE_LIMIT = 4096;

// ESC [ parameters m, with at most 40 characters of parameters; anything else after ESC is shown, not obeyed.
const ESC = '\u001b';
const SGR_PATTERN = `${ESC}\\[([0-9;]{0,40})m`;
const SGR = new RegExp(SGR_PATTERN, 'y');
const EVERY_SGR = new RegExp(SGR_PATTERN, 'g');

/** The line without colour codes, other characters as they are: what a search looks at. */
export const plainText = (line: string): string => (line.includes(ESC) ? line.replace(EVERY_SGR, '') : line);

/** True when the line is longer than what is drawn of it. */
export const isCut = (line: string): boolean => line.length > LINE_LIMIT;

export function renderLine(line: string, limit: number = LINE_LIMIT): readonly Span[] {
  const text = (line.endsWith('\r') ? line.slice(0, -1) : line).slice(0, limit);
  if (!UNSAFE.test(text)) return text === '' ? [] : [{ text, classes: [] }];
  const spans: Span[] = [];
  let style: SgrStyle = PLAIN;
  let pending = '';
  const flush = () => {
    if (pending !== '') spans.push({ text: pending, classes: classesOf(style) });
    pending = '';
  };
  for (let at = 0; at < text.length; ) {
    const parameters = sgrAt(text, at);
    const character = String.fromCodePoint(text.codePointAt(at) as number);
    if (parameters !== null) {
      flush();
      style = applySgr(style, parameters);
      at = SGR.lastIndex;
      continue;
    }
    if (character !== '\t' && UNSAFE.test(character)) {
      flush();
      spans.push({ text: markOf(character), classes: ['sgr-mark'] });
    } else pending += character;
    at += character.length;
  }
  flush();
  return spans;
}

function sgrAt(text: string, at: number): readonly number[] | null {
  if (text.charCodeAt(at) !== 0x1b) return null;
  SGR.lastIndex = at;
  const found = SGR.exec(text);
  if (found === null) return null;
  const parameters = found[1] ?? '';
  return parameters === '' ? [] : parameters.split(';').map(Number);
}

const classesOf = ({ fg, bg, attributes }: SgrStyle): readonly string[] => [
  ...(fg === null ? [] : [`sgr-fg-${fg}`]),
  ...(bg === null ? [] : [`sgr-bg-${bg}`]),
  ...attributes.map((name) => `sgr-${name}`),
];
