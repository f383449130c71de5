/** Label matchers of a plan: each an anchored RE2 expression, so that no pattern can hang and `5..` means all of it. */
import { fail, ok, type Result } from '@domain/kernel/result';
import type { ScrapeValue } from '@domain/plan/plan';
import { RE2JS } from 're2js';
import type { Labels } from './prom-labels';

type Series = Extract<ScrapeValue, { of: 'gauge' }>['series'];

export interface SeriesMatcher {
  /** Names of the labels that are matched. */
  readonly labels: readonly string[];
  matches(labels: Labels): boolean;
}

/** Fails with `pattern` when a matcher is no RE2 expression. A label that is missing counts as empty, as in PromQL. */
export function seriesMatcher(series: Series): Result<SeriesMatcher> {
  const compiled: { name: string; pattern: RE2JS }[] = [];
  for (const { name, matches } of series.labels) {
    const pattern = compile(matches);
    if (pattern === null) return fail('pattern', `"${matches}" of label ${name} is no RE2 expression`);
    compiled.push({ name, pattern });
  }
  return ok({
    labels: compiled.map(({ name }) => name),
    matches: (labels) =>
      compiled.every(({ name, pattern }) => pattern.matcher(labels.get(name) ?? '').matches()),
  });
}

function compile(pattern: string): RE2JS | null {
  try {
    return RE2JS.compile(pattern);
  } catch {
    // The library says "no" by throwing; the caller names pattern and label.
    return null;
  }
}
