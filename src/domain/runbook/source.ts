import { isAlias, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument } from 'yaml';
import type { JsonValue } from '../kernel/json';
import type { Result } from '../kernel/result';
import { findTooDeep, MAX_BYTES, MAX_DEPTH } from './prescan';
import type { Place, Problem, ProblemCode, Severity } from './problem';

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

export function excerptOf(text: string, line: number): string {
  let start = 0;
  for (let n = 1; n < line; n += 1) {
    const end = text.indexOf('\n', start);
    if (end === -1) return '';
    start = end + 1;
  }
  const end = text.indexOf('\n', start);
  return text
    .slice(start, end === -1 ? undefined : end)
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
  return placed(parsed.file, parsed.text, place, draft);
}

function placed(file: string, text: string, place: Place, draft: ProblemDraft): Problem {
  const problem = {
    code: draft.code,
    severity: draft.severity ?? ('error' as const),
    file,
    line: place.line,
    column: place.column,
    excerpt: excerptOf(text, place.line),
    message: draft.message,
  };
  return draft.suggestion === undefined ? problem : { ...problem, suggestion: draft.suggestion };
}

/** A problem of a file that has no place in it: it can't be read at all. */
export const fileProblem = (file: string, code: ProblemCode, message: string): Problem =>
  placed(file, '', START, { code, message });

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
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  const place = { line, column: offset - before.lastIndexOf('\n') };
  return placed(file, text, place, {
    code: 'too_deep',
    message: `more than ${MAX_DEPTH} levels are nested here`,
  });
}

class Reader {
  readonly #text: string;
  readonly #file: string;
  readonly #lines = new LineCounter();
  readonly #places: Record<string, Places> = {};
  readonly #problems: Problem[] = [];

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
  }

  read(): Result<ParsedYaml, Problem[]> {
    const doc = parseDocument(this.#text, {
      lineCounter: this.#lines,
      prettyErrors: false,
      schema: 'core',
      stringKeys: true,
      strict: true,
      uniqueKeys: true,
    });
    const issues = [...doc.errors, ...doc.warnings];
    for (const issue of issues.filter((i) => i.code === 'DUPLICATE_KEY')) {
      this.#add(issue.pos[0], 'duplicate_key', 'this key is written twice in the same mapping');
    }
    // A syntax error breaks what follows it, so only the first one means something.
    const first = issues.filter((i) => i.code !== 'DUPLICATE_KEY').sort((a, b) => a.pos[0] - b.pos[0])[0];
    if (first?.code === 'MULTIPLE_DOCS')
      this.#syntax(first.pos[0], 'a file holds one document; "---" starts a second one');
    else if (first !== undefined) this.#syntax(first.pos[0], first.message);
    const value = this.#walk(doc.contents, [], this.#place(0));
    if (this.#problems.length > 0) return { ok: false, error: this.#problems };
    return { ok: true, value: { file: this.#file, text: this.#text, value, places: this.#places } };
  }

  #place(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  #add(offset: number, code: ProblemCode, message: string): void {
    this.#problems.push(placed(this.#file, this.#text, this.#place(offset), { code, message }));
  }

  #syntax(offset: number, message: string): void {
    const place = this.#place(offset);
    const braces = /[{,[]\s*.*\$\{/.test(excerptOf(this.#text, place.line));
    const suggestion = braces ? `put text with \${...} inside { } or [ ] in quotes` : undefined;
    this.#problems.push(placed(this.#file, this.#text, place, { code: 'yaml', message, suggestion }));
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
      else result[name] = this.#walk(value, [...path, name], this.#place(offset));
    }
    return result;
  }
}

function rangeStart(node: unknown): number | null {
  const range = (node as { range?: readonly number[] | null } | null)?.range;
  return range?.[0] ?? null;
}
