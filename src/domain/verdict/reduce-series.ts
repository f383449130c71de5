/** Fewer points for drawing. Judging never sees these: it keeps every sample. */
import type { ChartPoint } from './series';

/** What a chart of ordinary width can show, and what stays fluent. */
export const DEFAULT_BUCKETS = 250;

/**
 * At most `2 * maxBuckets` of the given points: the least and the greatest value of each slice of time, the first
 * and the last value, and a gap wherever one was. So no peak is lost, every threshold that some value was past
 * is still passed in the same slice, and no line is drawn across a gap. Points must be in order of time.
 */
export function reduceSeries(
  points: readonly ChartPoint[],
  maxBuckets = DEFAULT_BUCKETS,
): readonly ChartPoint[] {
  if (points.length <= 2 * maxBuckets) return points;
  const dense = reduceTo(points, maxBuckets - 2);
  // Gaps cost points too: with as many gaps as values, half the buckets fit.
  return dense.length <= 2 * maxBuckets ? dense : reduceTo(points, Math.floor((maxBuckets - 4) / 2));
}

function reduceTo(points: readonly ChartPoint[], buckets: number): readonly ChartPoint[] {
  return withGaps(points, keptIndexes(points, Math.max(1, buckets)));
}

/** Indexes of the points with a value that stay, ascending. */
function keptIndexes(points: readonly ChartPoint[], buckets: number): readonly number[] {
  const start = points[0]?.atMs ?? 0;
  const width = ((points.at(-1)?.atMs ?? start) - start) / buckets || 1;
  const least = new Map<number, number>();
  const most = new Map<number, number>();
  const kept = new Set<number>();
  let last = -1;
  for (const [index, { atMs, value }] of points.entries()) {
    if (value === null) continue;
    const bucket = Math.min(buckets - 1, Math.floor((atMs - start) / width));
    if (value < valueAt(points, least.get(bucket), Number.POSITIVE_INFINITY)) least.set(bucket, index);
    if (value > valueAt(points, most.get(bucket), Number.NEGATIVE_INFINITY)) most.set(bucket, index);
    if (last < 0) kept.add(index);
    last = index;
  }
  if (last >= 0) kept.add(last);
  for (const index of [...least.values(), ...most.values()]) kept.add(index);
  return [...kept].sort((a, b) => a - b);
}

const valueAt = (points: readonly ChartPoint[], index: number | undefined, none: number): number =>
  index === undefined ? none : (points[index]?.value ?? none);

/** The kept points, with the first gap between two of them put back. */
function withGaps(points: readonly ChartPoint[], kept: readonly number[]): readonly ChartPoint[] {
  const gaps = nextGap(points);
  const reduced: ChartPoint[] = [];
  let from = 0;
  for (const index of [...kept, points.length]) {
    const gap = gaps[from] ?? points.length;
    const point = points[gap];
    if (gap < index && point !== undefined) reduced.push(point);
    const value = points[index];
    if (value !== undefined) reduced.push(value);
    from = index + 1;
  }
  return reduced;
}

/** For each index, the index of the first gap at or after it. */
function nextGap(points: readonly ChartPoint[]): Int32Array {
  const next = new Int32Array(points.length + 1).fill(points.length);
  for (let index = points.length - 1; index >= 0; index -= 1) {
    next[index] = points[index]?.value === null ? index : (next[index + 1] ?? points.length);
  }
  return next;
}
