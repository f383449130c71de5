/** What a metric source answers: a number, nothing, or why it could not be asked. */
import { fail, ok, type Result } from '@domain/kernel/result';
import { plainDecimal } from './plain-decimal';

/**
 * GET of a text. `via` names the target through whose tunnel to ask, null asks directly. Must not follow the answer of
 * a status other than 2xx, must bound time and size, and never rejects: what can happen is a Failure.
 */
export type FetchText = (url: string, via: string | null, signal: AbortSignal) => Promise<Result<string>>;

/** A plain decimal, or null when the source answered without data. */
export type Reading = Result<string | null>;

/** The largest body that is looked at, in UTF-16 units. */
export const MAX_BODY = 16 * 1024 * 1024;

/** NaN is how Prometheus says "no data" (0/0); infinity is a number nobody can compare with a limit. */
export function readingOf(value: number | null): Reading {
  if (value === null || Number.isNaN(value)) return ok(null);
  const text = plainDecimal(value);
  return text === null ? fail('not_finite', 'the value is infinite') : ok(text);
}

/** Refuses what is too large to be an answer to us. */
export const bounded = (body: string): Result<string> =>
  body.length <= MAX_BODY
    ? ok(body)
    : fail('too_large', `the answer has more than ${MAX_BODY / 1024 / 1024} Mi characters`);

/** Parses JSON and says how a text that is none begins: most often a page of HTML from something in between. */
export function parseJson(body: string): Result<unknown> {
  try {
    const parsed: unknown = JSON.parse(body);
    return ok(parsed);
  } catch {
    // The parser's own message quotes at length and differs between versions.
    return fail(
      'no_json',
      `the answer is no JSON, it begins with ${JSON.stringify(body.trimStart().slice(0, 40))}`,
    );
  }
}
