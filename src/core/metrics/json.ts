/** A number in a JSON document, found by a dotted path: `data.items.0.rate`. */
import { fail, ok, type Result } from '@domain/kernel/result';
import { parseDecimal } from '@domain/verdict/decimal';
import { bounded, parseJson, type Reading, readingOf } from './reading';

/**
 * Null at the path is "no data"; a path that leads nowhere, or to anything else than a number or a decimal in quotes,
 * is an error.
 */
export function readJson(body: string, path: string): Reading {
  const sized = bounded(body);
  if (!sized.ok) return sized;
  const parsed = parseJson(sized.value);
  if (!parsed.ok) return parsed;
  const found = walk(parsed.value, path);
  return found.ok ? toReading(found.value, path) : found;
}

function walk(document: unknown, path: string): Result<unknown> {
  let here = document;
  for (const key of path === '' ? [] : path.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) {
      return fail('json_path', `the answer has no ${path}: "${key}" is not there`);
    }
    here = (here as Record<string, unknown>)[key];
  }
  return ok(here);
}

function toReading(value: unknown, path: string): Reading {
  if (value === null) return ok(null);
  if (typeof value === 'number') return readingOf(value);
  if (typeof value === 'string' && parseDecimal(value) !== null) return ok(value);
  return fail('json_path', `${path} of the answer is ${whatItIs(value)}, not a number`);
}

const whatItIs = (value: unknown): string =>
  typeof value === 'string' ? `the text ${JSON.stringify(value.slice(0, 40))}` : `of type ${typeof value}`;
