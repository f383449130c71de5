/**
 * Prometheus text exposition 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats), and what OpenMetrics 1.0
 * adds to it: exemplars after ` # ` and the closing `# EOF`. A scan of a few metrics skips every other line
 * unread, so a large exposition costs little more than finding its line ends.
 */
import { fail, ok, type Result } from '@domain/kernel/result';
import { labelsEnd } from './prom-labels';
import { isTimestamp, parsePromNumber } from './prom-number';

export interface PromSample {
  readonly name: string;
  /** What stands between the braces, unread: see `parseLabels`. Empty without labels. */
  readonly labels: string;
  /** May be NaN or infinite: the format allows both. */
  readonly value: number;
}

type LineProblem = 'name' | 'labels' | 'value' | 'timestamp';

const PROBLEMS: Readonly<Record<LineProblem, string>> = {
  name: 'it does not begin with the name of a metric',
  labels: 'its labels are not well formed',
  value: 'its value is no number',
  timestamp: 'something that is no timestamp follows its value',
};

const LF = 10;
const SPACE = 32;
const TAB = 9;
const HASH = 35;
const OPEN = 123;

/**
 * The samples of the wanted names in order of the text, or of all names when `wanted` is null. Fails with `prom_text`
 * naming the line when a wanted line is malformed, or when any line can't begin a line of this format (a page of HTML).
 * Names in quotes within the braces (UTF-8 names of Prometheus 3) are skipped: they can't be wanted.
 */
export function scanPromText(text: string, wanted: ReadonlySet<string> | null): Result<PromSample[]> {
  const names = wanted === null ? null : [...wanted];
  const samples: PromSample[] = [];
  let end = 0;
  for (let at = 0; at < text.length; at = end + 1) {
    end = text.indexOf('\n', at);
    if (end < 0) end = text.length;
    const first = text.charCodeAt(at);
    if (first === HASH || first === LF || first === OPEN || at === end) continue;
    if (!startsName(first)) {
      const start = skipBlanks(text, at, end);
      if (start === end || text.charCodeAt(start) === HASH || isCarriageReturn(text, start, end)) continue;
      if (start === at || !startsName(text.charCodeAt(start))) return malformed(text, at, 'name');
      at = start;
    }
    const nameEnd = names === null ? endOfName(text, at, end) : wantedEnd(text, at, names);
    if (nameEnd < 0) continue;
    const sample = parseLine(text, at, nameEnd, end);
    if (typeof sample === 'string') return malformed(text, at, sample);
    samples.push(sample);
  }
  return ok(samples);
}

/** Where the wanted name that begins here ends, -1 when none does. */
function wantedEnd(text: string, at: number, names: readonly string[]): number {
  for (const name of names) {
    // The character after the name tells most lines apart before a single letter is compared.
    if (!isNamePart(text.charCodeAt(at + name.length)) && text.startsWith(name, at)) return at + name.length;
  }
  return -1;
}

function endOfName(text: string, at: number, end: number): number {
  let next = at;
  while (next < end && isNamePart(text.charCodeAt(next))) next += 1;
  return next;
}

function parseLine(text: string, at: number, nameEnd: number, end: number): PromSample | LineProblem {
  let next = skipBlanks(text, nameEnd, end);
  let labels = '';
  if (text.charCodeAt(next) === OPEN) {
    const close = labelsEnd(text, next + 1, end);
    if (close < 0) return 'labels';
    labels = text.slice(next + 1, close);
    next = skipBlanks(text, close + 1, end);
  } else if (next === nameEnd && next < end) return 'name';
  const valueEnd = endOfWord(text, next, end);
  const value = parsePromNumber(text.slice(next, valueEnd));
  if (value === null) return 'value';
  const rest = skipBlanks(text, valueEnd, end);
  if (rest < end && !isTail(text, rest, end)) return 'timestamp';
  return { name: text.slice(at, nameEnd), labels, value };
}

/** After the value: a timestamp, an exemplar, both, or the CR of a CRLF. */
function isTail(text: string, at: number, end: number): boolean {
  if (text.charCodeAt(at) === HASH || isCarriageReturn(text, at, end)) return true;
  const wordEnd = endOfWord(text, at, end);
  const next = skipBlanks(text, wordEnd, end);
  const last = next === end || text.charCodeAt(next) === HASH || isCarriageReturn(text, next, end);
  return last && isTimestamp(text.slice(at, wordEnd));
}

const isCarriageReturn = (text: string, at: number, end: number): boolean =>
  at === end - 1 && text.charCodeAt(at) === 13;

const isBlank = (code: number): boolean => code === SPACE || code === TAB;

function skipBlanks(text: string, at: number, end: number): number {
  let next = at;
  while (next < end && isBlank(text.charCodeAt(next))) next += 1;
  return next;
}

function endOfWord(text: string, at: number, end: number): number {
  let next = at;
  while (next < end && !isBlank(text.charCodeAt(next)) && text.charCodeAt(next) !== 13) next += 1;
  return next;
}

const startsName = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 58;

const isNamePart = (code: number): boolean => startsName(code) || (code >= 48 && code <= 57);

/** Lines are counted only now, when one of them has to be named. */
function malformed(text: string, at: number, problem: LineProblem): Result<never> {
  let line = 1;
  for (let lf = text.indexOf('\n'); lf >= 0 && lf < at; lf = text.indexOf('\n', lf + 1)) line += 1;
  return fail('prom_text', `line ${line} is no Prometheus text: ${PROBLEMS[problem]}`, { line });
}
