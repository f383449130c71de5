/** Gauges, rates, ratios of rates and quantiles from successive scrapes. Traps: docs/verdicts.md, "Sources". */
import { assertNever } from '@domain/kernel/assert-never';
import { fail, ok, type Result } from '@domain/kernel/result';
import type { MetricSource, ScrapeValue } from '@domain/plan/plan';
import type { CounterHistory } from './counter-history';
import type { Labels } from './prom-labels';
import { parsePromNumber } from './prom-number';
import { histogramQuantile } from './quantile';
import { type Reading, readingOf } from './reading';
import { type SeriesMatcher, seriesMatcher } from './series-matcher';

export type ScrapeSource = Extract<MetricSource, { source: 'scrape' }>;
type Series = Extract<ScrapeValue, { of: 'gauge' }>['series'];

/** The history of a metric name at the source's endpoint, null before its first scrape. */
export type Histories = (name: string) => CounterHistory | null;

/** The metric names a value is computed from. */
export function namesOf(value: ScrapeValue): readonly string[] {
  if (value.of === 'ratio') return [value.part.name, value.whole.name];
  return [value.of === 'quantile' ? bucketName(value.series.name) : value.series.name];
}

const bucketName = (name: string): string => (name.endsWith('_bucket') ? name : `${name}_bucket`);

/** Reads one metric from the scrapes so far, the newest being the one just taken. */
export function readScrape({ value, window_ms }: ScrapeSource, histories: Histories): Reading {
  switch (value.of) {
    case 'gauge':
      return gauge(value.series, histories);
    case 'rate': {
      const grown = growthOf(value.series, window_ms, histories);
      return grown.ok ? readingOf(perSecond(grown.value)) : grown;
    }
    case 'ratio':
      return ratio(value, window_ms, histories);
    case 'quantile':
      return quantile(value, window_ms, histories);
    default:
      return assertNever(value);
  }
}

function gauge(series: Series, histories: Histories): Reading {
  const matcher = seriesMatcher(series);
  if (!matcher.ok) return matcher;
  const scraped = [...(histories(series.name)?.newest()?.series.values() ?? [])];
  const matched = scraped.filter(({ labels }) => matcher.value.matches(labels));
  if (matched.length > 1) {
    return fail(
      'many_series',
      `${matched.length} series of ${series.name} match; add labels until one is left`,
    );
  }
  return readingOf(matched[0]?.value ?? null);
}

/** Growth of every matching series over a window; `null` growth of the whole when there are not two scrapes. */
interface Growth {
  readonly seconds: number;
  readonly matcher: SeriesMatcher;
  readonly series: readonly { readonly labels: Labels; readonly grewBy: number }[];
}

function growthOf(series: Series, windowMs: number, histories: Histories): Result<Growth | null> {
  const matcher = seriesMatcher(series);
  if (!matcher.ok) return matcher;
  const [first, ...later] = histories(series.name)?.within(windowMs) ?? [];
  const seconds = first === undefined ? 0 : ((later.at(-1)?.atMs ?? first.atMs) - first.atMs) / 1000;
  if (!(seconds > 0)) return ok(null);
  const grown = new Map<string, { labels: Labels; grewBy: number }>();
  for (const scrape of later) {
    for (const [key, { labels, grewBy }] of scrape.series) {
      if (grewBy === null) continue;
      const before = grown.get(key);
      if (before !== undefined) before.grewBy += grewBy;
      else if (matcher.value.matches(labels)) grown.set(key, { labels, grewBy });
    }
  }
  return ok({ seconds, matcher: matcher.value, series: [...grown.values()] });
}

/** The sum of all matching series, like `sum(rate(...))`; null when none matches. */
function perSecond(growth: Growth | null): number | null {
  if (growth === null || growth.series.length === 0) return null;
  return growth.series.reduce((sum, { grewBy }) => sum + grewBy, 0) / growth.seconds;
}

function ratio(
  { part, whole }: Extract<ScrapeValue, { of: 'ratio' }>,
  windowMs: number,
  histories: Histories,
): Reading {
  const some = growthOf(part, windowMs, histories);
  if (!some.ok) return some;
  const all = growthOf(whole, windowMs, histories);
  if (!all.ok) return all;
  const wholeRate = perSecond(all.value);
  const measured = perSecond(some.value);
  const partRate = measured ?? (part.name === whole.name && isMeasuredZero(some.value, all.value) ? 0 : null);
  if (wholeRate === null || partRate === null) return ok(null);
  if (wholeRate > 0) return readingOf(partRate / wholeRate);
  return partRate === 0 ? ok(null) : fail('ratio', `${part.name} grows while ${whole.name} does not`);
}

/**
 * A service that never failed often has no series of failures. When part and whole are the same metric, and every
 * label that picks the part is one that the counted series carry, then none of them is of that kind: zero is measured.
 */
const isMeasuredZero = (part: Growth | null, whole: Growth | null): boolean =>
  part !== null &&
  whole !== null &&
  part.matcher.labels.every((name) => whole.series.some(({ labels }) => labels.has(name)));

function quantile(
  { series, q }: Extract<ScrapeValue, { of: 'quantile' }>,
  windowMs: number,
  histories: Histories,
): Reading {
  const share = Number(q);
  if (!(share >= 0 && share <= 1)) return fail('quantile', `the quantile ${q} does not lie between 0 and 1`);
  const grown = growthOf({ ...series, name: bucketName(series.name) }, windowMs, histories);
  if (!grown.ok) return grown;
  if (grown.value === null || grown.value.series.length === 0) return ok(null);
  const counts = bucketCounts(grown.value);
  if (!counts.ok) return counts;
  const buckets = [...counts.value].map(([upper, count]) => ({ upper, count }));
  return readingOf(histogramQuantile(share, buckets));
}

/** Observations by upper bound, summed over the series; fails when a bound is no number or +Inf is missing. */
function bucketCounts(growth: Growth): Result<ReadonlyMap<number, number>> {
  const counts = new Map<number, number>();
  for (const { labels, grewBy } of growth.series) {
    const upper = parsePromNumber(labels.get('le') ?? '');
    if (upper === null || Number.isNaN(upper)) return fail('histogram', 'a bucket has no bound le');
    counts.set(upper, (counts.get(upper) ?? 0) + grewBy);
  }
  if (!counts.has(Number.POSITIVE_INFINITY))
    return fail('histogram', 'the histogram has no bucket le="+Inf"');
  return ok(counts);
}
