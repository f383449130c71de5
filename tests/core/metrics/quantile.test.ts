import { plainDecimal } from '@core/metrics/plain-decimal';
import { histogramQuantile } from '@core/metrics/quantile';
import { decimal } from '@domain/plan/plan';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const INF = Number.POSITIVE_INFINITY;
const buckets = (...pairs: [number, number][]) => pairs.map(([upper, count]) => ({ upper, count }));

describe('a quantile of a histogram', () => {
  const latency = buckets([0.1, 50], [0.5, 90], [1, 100], [INF, 100]);

  it.each([
    [0.5, 0.1],
    [0.25, 0.05],
    [0.9, 0.5],
    [0.95, 0.75],
    [1, 1],
    [0, 0],
  ])('%d is interpolated to %d', (q, value) => {
    expect(histogramQuantile(q, latency)).toBeCloseTo(value, 12);
  });

  it('is the highest finite bound when it lies above all of them', () => {
    expect(histogramQuantile(0.99, buckets([1, 50], [INF, 100]))).toBe(1);
  });

  it('is not known without observations, without +Inf, or from one bucket', () => {
    expect(histogramQuantile(0.9, [])).toBeNull();
    expect(histogramQuantile(0.9, buckets([1, 0], [INF, 0]))).toBeNull();
    expect(histogramQuantile(0.9, buckets([1, 5], [2, 6]))).toBeNull();
    expect(histogramQuantile(0.9, buckets([INF, 5]))).toBeNull();
    expect(histogramQuantile(0.9, buckets([1, Number.NaN], [INF, Number.NaN]))).toBeNull();
  });

  it('takes a negative lowest bound as it is', () => {
    expect(histogramQuantile(0.5, buckets([-1, 10], [0, 11], [INF, 11]))).toBe(-1);
  });

  it('does not depend on the order, and mends counts that fall', () => {
    expect(histogramQuantile(0.95, [...latency].reverse())).toBeCloseTo(0.75, 12);
    expect(histogramQuantile(0.95, buckets([0.1, 50], [0.5, 49], [1, 100], [INF, 100]))).toBeCloseTo(
      0.95,
      12,
    );
  });

  it('lies within the bounds and never falls as q grows', () => {
    const counts = fc.array(fc.nat(20), { minLength: 4, maxLength: 4 }).filter((c) => c.some((n) => n > 0));
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(counts, share, share, (grew, a, b) => {
        const uppers = [1, 2, 5, INF];
        const made = uppers.map((upper, i) => ({
          upper,
          count: grew.slice(0, i + 1).reduce((sum, n) => sum + n, 0),
        }));
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((q) => histogramQuantile(q, made));
        expect(low).toBeLessThanOrEqual(high ?? Number.NaN);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(5);
      }),
    );
  });
});

describe('plain decimals', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [0.02, '0.02'],
    [0.1 + 0.2, '0.3'],
    [1 / 3, '0.333333'],
    [0.08123456789, '0.0812346'],
    [0.0000123456789, '0.0000123457'],
    [123.456789, '123.457'],
    [1234567.8, '1234568'],
    [-12.5, '-12.5'],
    [99999.99, '100000'],
    [1e21, '1000000000000000000000'],
    [12345678, '12345678'],
    [5e-324, '0'],
  ])('%d is %s', (value, text) => {
    expect(plainDecimal(value)).toBe(text);
  });

  it('are not made of what is no value', () => {
    expect([Number.NaN, INF, -INF].map(plainDecimal)).toEqual([null, null, null]);
  });

  it('are always what a sample may hold, close to the number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 }), (value) => {
        const text = plainDecimal(value) ?? '';
        expect(decimal.safeParse(text).success).toBe(true);
        expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-5 + 1e-90);
      }),
    );
  });
});
