/** The labels of a sample: `code="200",path="/a\"b"`. Escapes in values are `\\`, `\"` and `\n`. */
import { fail, ok, type Result } from '@domain/kernel/result';

export type Labels = ReadonlyMap<string, string>;

const QUOTE = 34;
const BACKSLASH = 92;
const CLOSE = 125;

const LABEL = /\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(,|$)/y;

/** Index of the brace that closes labels begun before `from`, -1 when none does before `end`. */
export function labelsEnd(text: string, from: number, end: number): number {
  let quoted = false;
  for (let at = from; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (quoted && code === BACKSLASH) at += 1;
    else if (code === QUOTE) quoted = !quoted;
    else if (!quoted && code === CLOSE) return at;
  }
  return -1;
}

/** Fails with `prom_text` when the text is no list of labels or names one twice. A trailing comma is allowed. */
export function parseLabels(text: string): Result<Labels> {
  const labels = new Map<string, string>();
  let at = 0;
  while (text.slice(at).trim() !== '') {
    LABEL.lastIndex = at;
    const found = LABEL.exec(text);
    const [whole, name, value] = found ?? [];
    if (whole === undefined || name === undefined || value === undefined || labels.has(name)) {
      return fail('prom_text', `these are no labels: {${text.slice(0, 200)}}`);
    }
    labels.set(name, unescapeValue(value));
    at += whole.length;
  }
  return ok(labels);
}

// An escape that the format does not know stands for itself, as in Prometheus' own parser.
const unescapeValue = (value: string): string =>
  value.includes('\\')
    ? value.replace(/\\(.)/gs, (whole, escaped: string) => UNESCAPED[escaped] ?? whole)
    : value;

const UNESCAPED: Readonly<Record<string, string>> = { '\\': '\\', '"': '"', n: '\n' };

/** A key for the same labels in whatever order they were written. */
export const seriesKey = (labels: Labels): string => JSON.stringify([...labels].sort(byName));

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : 1);
