import { isAlias, isMap, isScalar, isSeq, type Pair, parseDocument } from 'yaml';
import type { JsonValue } from '../kernel/json';
import type { Result } from '../kernel/result';
import { findTooDeep, MAX_BYTES, MAX_DEPTH } from './prescan';
import { type Place, type Problem, type ProblemCode, type Severity, sortProblems } from './problem';

export type Path = readonly (string | number)[];

/** Where a value of the file stands: its key (or list dash) and itself. */
export interface Places {
  readonly key: Place;
  readonly value: Place;
}

/** A YAML file as plain data plus the place of every value. Plain data: it crosses a thread boundary. */
export interface ParsedYaml {
  readonly file: string;
  readonly text: string;
  /** Offset of each line in the text. */
  readonly lineStarts: readonly number[];
  readonly value: JsonValue;
  /** By JSON text of the path, see `placesAt`. */
  readonly places: Readonly<Record<string, Places>>;
}

const START: Place = { line: 1, column: 1 };
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const keyOf = (path: Path): string => JSON.stringify(path);

/** The place of a path, or of its nearest parent that is in the file. */
export function placesAt(parsed: ParsedYaml, path: Path): Places {
  for (let length = path.length; length >= 0; length -= 1) {
    const found = parsed.places[keyOf(path.slice(0, length))];
    if (found !== undefined) return found;
  }
  return { key: START, value: START };
}

/** The value at a path, undefined when the file has none. */
export function valueAt(parsed: ParsedYaml, path: Path): JsonValue | undefined {
  let at: JsonValue | undefined = parsed.value;
  for (const part of path) {
    if (at === null || typeof at !== 'object') return undefined;
    at = Object.hasOwn(at, part) ? (at as Record<string, JsonValue>)[part] : undefined;
  }
  return at;
}

/** A text and where its lines begin, so that a file with many problems costs no more than one with few. */
interface Lines {
  readonly text: string;
  readonly lineStarts: readonly number[];
}

// The parser's own line counter misses lines after some syntax errors.
function linesOf(text: string): Lines {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return { text, lineStarts };
}

function placeIn({ lineStarts }: Lines, offset: number): Place {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (lineStarts[low] as number) + 1 };
}

function excerptOf({ text, lineStarts }: Lines, line: number): string {
  const start = lineStarts[line - 1];
  if (start === undefined) return '';
  const next = lineStarts[line] ?? text.length + 1;
  // Two characters more than are kept: a CR may stand before the end.
  return text
    .slice(start, Math.min(next - 1, start + 202))
    .replace(/\r$/, '')
    .slice(0, 200);
}

export interface ProblemDraft {
  readonly code: ProblemCode;
  readonly message: string;
  readonly suggestion?: string | undefined;
  readonly severity?: Severity;
  /** Point at the key instead of the value. */
  readonly at?: 'key' | 'value';
}

/** A problem at a path of a parsed file. */
export function problemAt(parsed: ParsedYaml, path: Path, draft: ProblemDraft): Problem {
  const place = placesAt(parsed, path)[draft.at ?? 'value'];
  return placed(parsed.file, parsed, place, draft);
}

function placed(file: string, lines: Lines, place: Place, draft: ProblemDraft): Problem {
  const problem = {
    code: draft.code,
    severity: draft.severity ?? ('error' as const),
    file,
    line: place.line,
    column: place.column,
    excerpt: excerptOf(lines, place.line),
    message: draft.message,
  };
  return draft.suggestion === undefined ? problem : { ...problem, suggestion: draft.suggestion };
}

/** A problem of a file that has no place in it: it can't be read at all. */
export const fileProblem = (file: string, code: ProblemCode, message: string): Problem =>
  placed(file, { text: '', lineStarts: [] }, START, { code, message });

/**
 * Text of a YAML 1.2 file to plain data with places. Refuses what the format does not need and what has hurt
 * others: more than 1 MiB, deep nesting, anchors, unknown tags, several documents, keys twice.
 * From outside, call it in a worker (core/workspace/parse.ts).
 */
export function parseYaml(text: string, file: string): Result<ParsedYaml, Problem[]> {
  // A character is at least one byte, so this never lets a larger file through; readers also cap bytes.
  if (text.length > MAX_BYTES) {
    return { ok: false, error: [fileProblem(file, 'too_large', 'the file is larger than 1 MiB')] };
  }
  const deep = findTooDeep(text);
  if (deep !== null) return { ok: false, error: [tooDeep(text, file, deep.offset)] };
  return new Reader(text, file).read();
}

function tooDeep(text: string, file: string, offset: number): Problem {
  const lines = linesOf(text);
  const message = `more than ${MAX_DEPTH} levels are nested here`;
  return placed(file, lines, placeIn(lines, offset), { code: 'too_deep', message });
}

class Reader {
  readonly #text: string;
  readonly #file: string;
  readonly #lines: Lines;
  readonly #places: Record<string, Places> = {};
  readonly #problems: Problem[] = [];

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
    this.#lines = linesOf(text);
  }

  read(): Result<ParsedYaml, Problem[]> {
    const doc = parseDocument(this.#text, {
      prettyErrors: false,
      schema: 'core',
      stringKeys: true,
      strict: true,
      // Its own check compares every pair of keys: minutes for a large mapping. `#map` looks instead.
      uniqueKeys: false,
    });
    const issues = [...doc.errors, ...doc.warnings];
    // A syntax error breaks what follows it, so only the first one means something.
    const first = issues.sort((a, b) => a.pos[0] - b.pos[0])[0];
    if (first?.code === 'MULTIPLE_DOCS')
      this.#syntax(first.pos[0], 'a file holds one document; "---" starts a second one');
    else if (first !== undefined) this.#syntax(first.pos[0], first.message);
    const value = this.#walk(doc.contents, [], this.#place(0));
    if (this.#problems.length > 0) return { ok: false, error: sortProblems(this.#problems) };
    return { ok: true, value: { ...this.#lines, file: this.#file, value, places: this.#places } };
  }

  #place(offset: number): Place {
    return placeIn(this.#lines, offset);
  }

  #add(offset: number, code: ProblemCode, message: string): void {
    this.#problems.push(placed(this.#file, this.#lines, this.#place(offset), { code, message }));
  }

  #syntax(offset: number, message: string): void {
    const place = this.#place(offset);
    const braces = /[{,[]\s*.*\$\{/.test(excerptOf(this.#lines, place.line));
    const suggestion = braces ? `put text with \${...} inside { } or [ ] in quotes` : undefined;
    this.#problems.push(placed(this.#file, this.#lines, place, { code: 'yaml', message, suggestion }));
  }

  #walk(node: unknown, path: Path, key: Place | null): JsonValue {
    const offset = rangeStart(node);
    const value = offset === null ? (key ?? START) : this.#place(offset);
    this.#places[keyOf(path)] = { key: key ?? value, value };
    if (isMap(node)) return this.#map(node.items, path);
    if (isSeq(node)) return node.items.map((item, index) => this.#walk(item, [...path, index], null));
    if (isScalar(node)) return this.#scalar(node.value, offset ?? 0);
    if (isAlias(node))
      this.#add(offset ?? 0, 'alias', 'anchors and aliases (& and *) are not part of the format');
    return null;
  }

  #scalar(value: unknown, offset: number): JsonValue {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    this.#add(offset, 'bad_value', `expected text, a number, true, false or nothing, found ${String(value)}`);
    return null;
  }

  #map(items: readonly Pair[], path: Path): JsonValue {
    const result: Record<string, JsonValue> = {};
    for (const { key, value } of items) {
      const name = isScalar(key) ? String(key.value) : null;
      const offset = rangeStart(key) ?? 0;
      if (name === null) this.#add(offset, 'bad_key', 'a key must be plain text');
      else if (FORBIDDEN.has(name)) this.#add(offset, 'bad_key', `the key "${name}" is not allowed`);
      else if (Object.hasOwn(result, name))
        this.#add(offset, 'duplicate_key', `the key "${name}" is written twice`);
      else result[name] = this.#walk(value, [...path, name], this.#place(offset));
    }
    return result;
  }
}

function rangeStart(node: unknown): number | null {
  const range = (node as { range?: readonly number[] | null } | null)?.range;
  return range?.[0] ?? null;
}
