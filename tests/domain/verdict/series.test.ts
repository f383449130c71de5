import { reduceSeries } from '@domain/verdict/reduce-series';
import { buildChart, type ChartPoint, rowsOf } from '@domain/verdict/series';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant, round, sample, spec } from './build';

const watched = spec({ id: 'p95', unit: 'ms', fail: { above: '500', below: '1', for_ms: 0 } });
const chart = (cells: string, times?: readonly number[]) =>
  buildChart({
    specs: [watched],
    rounds: cells.split(' ').map((cell, i) => round(times?.[i] ?? i * 1000, [sample('p95', cell)])),
    stages: [
      { stage: 0, weight: 10, at: instant(0) },
      { stage: 1, weight: 30, at: instant(2000) },
    ],
    events: [{ at: instant(2500), text: 'rollback' }],
    until: null,
  });
const values = (cells: string, times?: readonly number[]) =>
  chart(cells, times).series[0]?.points.map((point) => point.value);

describe('building a chart', () => {
  it('shows answers without data and failed queries as gaps', () => {
    expect(values('1 - 3 ! 5')).toEqual([1, null, 3, null, 5]);
  });

  it('puts a gap where rounds are missing, and none for a late round', () => {
    expect(values('1 2 3', [0, 1900, 60_000])).toEqual([1, 2, null, 3]);
  });

  it('never draws what is no number', () => {
    expect(values('1 NaN Infinity 1e3')).toEqual([1, null, null, null]);
  });

  it('carries thresholds, bands that meet, and marks', () => {
    const made = chart('1 2 3 4');
    const start = made.fromMs;
    expect(made.series[0]?.thresholds).toEqual([
      { rule: 'above', value: 500, text: '500' },
      { rule: 'below', value: 1, text: '1' },
    ]);
    expect(made.bands).toEqual([
      { stage: 0, weight: 10, fromMs: start, toMs: start + 2000 },
      { stage: 1, weight: 30, fromMs: start + 2000, toMs: start + 3000 },
    ]);
    expect(made.marks).toEqual([{ atMs: start + 2500, text: 'rollback' }]);
    expect(rowsOf(made.series[0] ?? fail())[1]).toEqual({ atMs: start + 1000, p95: 2 });
  });

  it('is empty without rounds', () => {
    const made = buildChart({ specs: [watched], rounds: [], stages: [], events: [], until: null });
    expect(made).toMatchObject({ fromMs: 0, toMs: 0, bands: [], marks: [] });
    expect(made.series[0]?.points).toEqual([]);
  });
});

const fail = (): never => {
  throw new Error('no series');
};

const anyPoints = fc
  .array(
    fc.tuple(
      fc.integer({ min: 1, max: 3000 }),
      fc.oneof(
        { weight: 5, arbitrary: fc.integer({ min: -50, max: 50 }) },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
    ),
    { maxLength: 400, minLength: 1 },
  )
  .map((steps) => {
    let atMs = 0;
    return steps.map(([step, value]): ChartPoint => {
      atMs += step;
      return { atMs, value };
    });
  });
const anyBuckets = fc.integer({ min: 8, max: 60 });
const known = (points: readonly ChartPoint[]) =>
  points.flatMap(({ value }) => (value === null ? [] : [value]));

describe('reducing a series', () => {
  it('never gives more than two points a bucket, and only points that were there, in order', () => {
    fc.assert(
      fc.property(anyPoints, anyBuckets, (points, buckets) => {
        const reduced = reduceSeries(points, buckets);
        expect(reduced.length).toBeLessThanOrEqual(2 * buckets);
        expect(reduced).toEqual(points.filter((point) => reduced.includes(point)));
      }),
    );
  });

  it('keeps the peaks, the first and the last value', () => {
    fc.assert(
      fc.property(anyPoints, anyBuckets, (points, buckets) => {
        const all = known(points);
        fc.pre(all.length > 0);
        const kept = known(reduceSeries(points, buckets));
        expect(Math.max(...kept)).toBe(Math.max(...all));
        expect(Math.min(...kept)).toBe(Math.min(...all));
        expect([kept[0], kept.at(-1)]).toEqual([all[0], all.at(-1)]);
      }),
    );
  });

  it('never bridges a gap and never makes one', () => {
    fc.assert(
      fc.property(anyPoints, anyBuckets, (points, buckets) => {
        const reduced = reduceSeries(points, buckets);
        for (const [i, point] of reduced.entries()) {
          const next = reduced[i + 1];
          if (next === undefined || point.value === null || next.value === null) continue;
          const between = points.slice(points.indexOf(point), points.indexOf(next));
          expect(between.every(({ value }) => value !== null)).toBe(true);
        }
      }),
    );
  });

  it('keeps every crossing of every threshold, within one slice of time', () => {
    fc.assert(
      fc.property(anyPoints, anyBuckets, fc.integer({ min: -50, max: 50 }), (points, buckets, limit) => {
        const reduced = reduceSeries(points, buckets);
        const span = (points.at(-1)?.atMs ?? 0) - (points[0]?.atMs ?? 0);
        const slice = span / Math.max(1, Math.floor((buckets - 4) / 2));
        for (const point of points.filter(({ value }) => value !== null && value > limit)) {
          const near = reduced.some(
            ({ atMs, value }) => value !== null && value > limit && Math.abs(atMs - point.atMs) <= slice,
          );
          expect(near).toBe(true);
        }
      }),
    );
  });

  it('leaves a short series alone', () => {
    const short = [{ atMs: 0, value: 1 }];
    expect(reduceSeries(short)).toBe(short);
  });

  it('reduces a day at 15 s to what a chart can draw, with its one peak', () => {
    const day = Array.from({ length: 5760 }, (_, i) => ({ atMs: i * 15_000, value: i === 4321 ? 9 : 1 }));
    const reduced = reduceSeries(day);
    expect(reduced.length).toBeLessThanOrEqual(500);
    expect(reduced.some(({ value }) => value === 9)).toBe(true);
  });
});
