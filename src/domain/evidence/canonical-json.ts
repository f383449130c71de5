/**
 * Canonical documents (TRUST F1): RFC 8785 JSON of a narrowed domain, followed by one LF. What is written here is
 * what is hashed, signed and kept; nobody re-serialises to verify.
 */
import type { JsonValue } from '../kernel/json';
import { type Failure, fail, ok, type Result } from '../kernel/result';
import { sameBytes, utf8 } from './hash';

export const MAX_DEPTH = 32;
export const MAX_BYTES = 1024 * 1024;

export type CanonicalCode =
  | 'float' // a number that is no whole number within +-(2^53-1)
  | 'not_json' // undefined, a function, a symbol, a bigint, an object of a class, an array with holes
  | 'surrogate' // a string that is no well-formed Unicode
  | 'key' // an object key outside [a-z0-9_]{1,64} and the in-toto names
  | 'depth'
  | 'size'
  | 'syntax' // bytes that are no JSON
  | 'not_canonical'; // JSON, but not in its one exact form

/** Thrown for a value of our own that can't be written: a bug of the caller. `path` says where, e.g. `$.plan.steps[3]`. */
export class CanonicalError extends Error {
  constructor(
    readonly code: CanonicalCode,
    readonly path: string,
    message: string,
  ) {
    super(`${path}: ${message}`);
    this.name = 'CanonicalError';
  }
}

const KEY = /^[a-z0-9_]{1,64}$/;
/** Names that in-toto Statement v1 and its resource descriptors fix in camel case. */
const IN_TOTO_KEYS: ReadonlySet<string> = new Set(['predicateType', 'mediaType', 'downloadLocation']);
/** Match the pattern, but turn into traps when a document is read into a plain object. */
const TRAPS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const isKey = (key: string): boolean => (KEY.test(key) && !TRAPS.has(key)) || IN_TOTO_KEYS.has(key);

const LONE_SURROGATE = /\p{Surrogate}/u;

function text(value: string, path: string): string {
  if (LONE_SURROGATE.test(value))
    throw new CanonicalError('surrogate', path, 'a string holds half a character');
  return JSON.stringify(value);
}

function number(value: number, path: string): string {
  if (Number.isSafeInteger(value)) return String(value === 0 ? 0 : value);
  throw new CanonicalError('float', path, `${value} is not a whole number in range; write decimals as text`);
}

function list(value: readonly unknown[], path: string, depth: number): string {
  const items: string[] = [];
  for (let i = 0; i < value.length; i++) items.push(write(value[i], `${path}[${i}]`, depth));
  return `[${items.join(',')}]`;
}

function member(holder: object, key: string, path: string, depth: number): string {
  if (!isKey(key)) throw new CanonicalError('key', path, `the key ${JSON.stringify(key)} is not allowed`);
  return `"${key}":${write((holder as Record<string, unknown>)[key], `${path}.${key}`, depth)}`;
}

function object(value: object, path: string, depth: number): string {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new CanonicalError('not_json', path, 'an object of a class is not data');
  // Sorting strings compares UTF-16 code units, which is the order RFC 8785 section 3.2.3 asks for.
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => member(value, key, path, depth)).join(',')}}`;
}

function write(value: unknown, path: string, depth: number): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return text(value, path);
  if (typeof value === 'number') return number(value, path);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value !== 'object') throw new CanonicalError('not_json', path, `${typeof value} is not JSON`);
  if (depth >= MAX_DEPTH) throw new CanonicalError('depth', path, `nested deeper than ${MAX_DEPTH} levels`);
  return Array.isArray(value) ? list(value, path, depth + 1) : object(value, path, depth + 1);
}

/** RFC 8785 text without the LF. Throws CanonicalError for anything outside the domain. */
export const canonicalJson = (value: unknown): string => write(value, '$', 0);

/** The bytes of a canonical document: the text and one LF. Throws CanonicalError. */
export function canonicalBytes(value: unknown): Uint8Array {
  const bytes = utf8(`${canonicalJson(value)}\n`);
  if (bytes.length > MAX_BYTES) throw new CanonicalError('size', '$', `larger than ${MAX_BYTES} bytes`);
  return bytes;
}

/** How deep the brackets of a JSON text go, seen without parsing it: JSON.parse itself takes any depth. */
function nesting(source: string): number {
  let depth = 0;
  let deepest = 0;
  for (const token of source.matchAll(/"(?:[^"\\]|\\.)*"|[[{]|[\]}]/gs)) {
    if (token[0] === '[' || token[0] === '{') deepest = Math.max(deepest, ++depth);
    else if (token[0] === ']' || token[0] === '}') depth -= 1;
  }
  return deepest;
}

function parseJson(source: string): Result<JsonValue, Failure<CanonicalCode>> {
  if (nesting(source) > MAX_DEPTH)
    return fail('depth', `the document is nested deeper than ${MAX_DEPTH} levels`);
  try {
    return ok(JSON.parse(source) as JsonValue);
  } catch (error) {
    return fail('syntax', `the document is not JSON: ${(error as Error).message}`);
  }
}

function decode(bytes: Uint8Array): Result<string, Failure<CanonicalCode>> {
  if (bytes.length > MAX_BYTES) return fail('size', `the document is larger than ${MAX_BYTES} bytes`);
  try {
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return fail('syntax', 'the document is not UTF-8');
  }
}

function exactForm(value: JsonValue, bytes: Uint8Array): Result<JsonValue, Failure<CanonicalCode>> {
  try {
    if (sameBytes(canonicalBytes(value), bytes)) return ok(value);
  } catch (error) {
    if (error instanceof CanonicalError) return fail(error.code, error.message);
    throw error;
  }
  return fail(
    'not_canonical',
    'the document is not in its one exact form (order, spaces, numbers, final newline)',
  );
}

/** Reads a canonical document from outside, and refuses any other bytes that would mean the same. */
export function parseCanonical(bytes: Uint8Array): Result<JsonValue, Failure<CanonicalCode>> {
  const source = decode(bytes);
  if (!source.ok) return source;
  const value = parseJson(source.value);
  return value.ok ? exactForm(value.value, bytes) : value;
}
