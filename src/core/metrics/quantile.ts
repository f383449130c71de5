/** A quantile from the buckets of a histogram, as PromQL's `histogram_quantile` defines it. */

export interface Bucket {
  /** The upper bound (`le`), inclusive; the last one is +Infinity. */
  readonly upper: number;
  /** Observations up to that bound, per second or in all: only proportions matter. */
  readonly count: number;
}

/**
 * The value below which the share `q` of the observations lies, or null when that can't be said: no observation,
 * fewer than two buckets, or no bucket +Inf. Within a bucket the observations are taken to be spread evenly
 * (linear interpolation), the lowest bucket beginning at 0. In the +Inf bucket the answer is the highest finite bound:
 * the true value is at least that. `q` lies between 0 and 1. Buckets may be in any order.
 */
export function histogramQuantile(q: number, unordered: readonly Bucket[]): number | null {
  const buckets = cumulative([...unordered].sort((a, b) => a.upper - b.upper));
  const last = buckets.at(-1);
  if (last === undefined || last.upper !== Number.POSITIVE_INFINITY || buckets.length < 2) return null;
  if (!(last.count > 0)) return null;
  const rank = q * last.count;
  const index = buckets.findIndex((bucket) => bucket.count >= rank);
  const bucket = buckets[index];
  if (bucket === undefined || bucket.upper === Number.POSITIVE_INFINITY) return buckets.at(-2)?.upper ?? null;
  if (index === 0 && bucket.upper <= 0) return bucket.upper;
  return interpolate(rank, buckets[index - 1] ?? { upper: 0, count: 0 }, bucket);
}

function interpolate(rank: number, below: Bucket, bucket: Bucket): number {
  const inside = bucket.count - below.count;
  if (inside === 0) return bucket.upper;
  return below.upper + ((bucket.upper - below.upper) * (rank - below.count)) / inside;
}

// Buckets of one scrape need not agree with each other; like Prometheus, a count never falls below the one before.
function cumulative(sorted: readonly Bucket[]): readonly Bucket[] {
  let most = 0;
  return sorted.map(({ upper, count }) => {
    most = Math.max(most, count);
    return { upper, count: most };
  });
}
