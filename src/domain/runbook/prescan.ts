/** Bytes of a file we parse at most. */
export const MAX_BYTES = 1024 * 1024;
/** Levels of nesting we parse at most. */
export const MAX_DEPTH = 64;

export interface TooDeep {
  readonly offset: number;
}

/**
 * Looks for nesting deeper than MAX_DEPTH before a parser sees the text: on Node 20 a deeply nested YAML file aborts
 * the process, and no one can catch that. One pass, no recursion. It counts every open bracket, also those inside
 * text, so it may refuse an odd file, and never lets a deep one through.
 */
export function findTooDeep(text: string): TooDeep | null {
  let open = 0;
  const indents: number[] = [];
  let lineStart = 0;
  let leading = true;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\n') {
      lineStart = at + 1;
      leading = true;
      continue;
    }
    if (leading && char !== ' ') {
      const column = at - lineStart;
      while (indents.length > 0 && (indents.at(-1) as number) >= column) indents.pop();
      indents.push(column);
      if (indents.length > MAX_DEPTH) return { offset: at };
      const next = text[at + 1];
      const compact = (char === '-' || char === '?' || char === ':') && (next === ' ' || next === '\t');
      leading = compact || char === '\t';
    }
    if (char === '[' || char === '{') {
      open += 1;
      if (open > MAX_DEPTH) return { offset: at };
    } else if ((char === ']' || char === '}') && open > 0) open -= 1;
  }
  return null;
}
