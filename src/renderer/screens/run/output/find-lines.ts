/** Search in output: plain text, no patterns, ignoring case. */
import { plainText } from './render-line';

export interface Found {
  readonly needle: string;
  /** Indexes of lines that hold the needle, ascending. */
  readonly lines: readonly number[];
  /** How many lines have been looked at. */
  readonly upTo: number;
}

/** Looks at the lines that are new since `before`; starts over when the needle differs. */
export function findLines(lines: readonly string[], needle: string, before: Found | null): Found {
  const wanted = needle.toLowerCase();
  if (wanted === '') return { needle, lines: [], upTo: lines.length };
  const goesOn = before !== null && before.needle === needle && before.upTo <= lines.length;
  const hits = goesOn ? [...before.lines] : [];
  for (let index = goesOn ? before.upTo : 0; index < lines.length; index += 1) {
    if (
      plainText(lines[index] as string)
        .toLowerCase()
        .includes(wanted)
    )
      hits.push(index);
  }
  return { needle, lines: hits, upTo: lines.length };
}

/** The hit after (or before) a line, round the end; null when there is none. */
export function nextHit(found: Found, from: number, direction: 1 | -1): number | null {
  const { lines } = found;
  if (lines.length === 0) return null;
  const after = direction === 1 ? lines.find((line) => line > from) : lines.findLast((line) => line < from);
  return after ?? (direction === 1 ? lines[0] : lines.at(-1)) ?? null;
}
