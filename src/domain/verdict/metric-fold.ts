/**
 * What one metric of a stage has shown so far, in constant space. Rules and traps: docs/verdicts.md.
 * The folds are plain data, so that they can live in a run's state.
 */
import type { MetricSpec } from '../plan/plan';
import { parseDecimal } from './decimal';
import type { SampleValue } from './types';

export type BreachRule = 'above' | 'below';

/** The limits of a spec as numbers, parsed once. */
export interface Limits {
  readonly above: number | null;
  readonly below: number | null;
  readonly forMs: number;
  readonly noDataFails: boolean;
}

/** What the newest round said of a metric; `none` before the first round. */
export type Newest = 'none' | 'data' | 'no_data' | 'error';

export interface MetricFold {
  newest: Newest;
  samples: number;
  last: string | null;
  worst: string | null;
  /** How far the worst value is past its limit (negative: inside), for comparing only. */
  worstExcess: number;
  /** The rule being broken now, null when the newest value is inside its limits. */
  breach: BreachRule | null;
  streakMs: number;
  /** Answers without data since the last value. */
  emptyRounds: number;
  emptyMs: number;
  /** Set once a breach has lasted long enough, and never taken back within the stage. */
  failed: BreachRule | 'no_data' | null;
  failedMs: number;
}

export const emptyMetric = (): MetricFold => ({
  newest: 'none',
  samples: 0,
  last: null,
  worst: null,
  worstExcess: 0,
  breach: null,
  streakMs: 0,
  emptyRounds: 0,
  emptyMs: 0,
  failed: null,
  failedMs: 0,
});

/** A limit that is no decimal can't have passed the plan's schema, so meeting one is a bug. */
function limit(text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = parseDecimal(text);
  if (value === null) throw new Error(`not a decimal limit: ${text}`);
  return value;
}

export const limitsOf = (spec: MetricSpec): Limits => ({
  above: limit(spec.fail.above),
  below: limit(spec.fail.below),
  forMs: spec.fail.for_ms,
  noDataFails: spec.no_data === 'fail',
});

/** The rule a value breaks: past the limit, not on it. */
export function broken(limits: Pick<Limits, 'above' | 'below'>, value: number): BreachRule | null {
  if (limits.above !== null && value > limits.above) return 'above';
  return limits.below !== null && value < limits.below ? 'below' : null;
}

/**
 * Adds what a round said of the metric, in place. `creditMs` is the observed time this round stands for.
 * Returns whether the round gave data. A sample that names no number is an error, whatever it claims.
 */
export function addSample(
  fold: MetricFold,
  limits: Limits,
  sample: SampleValue | null,
  creditMs: number,
): boolean {
  if (sample === null || (sample.value === null && sample.error === null)) {
    addEmpty(fold, limits, creditMs);
    return false;
  }
  const value = sample.error !== null || sample.value === null ? null : parseDecimal(sample.value);
  if (value === null) {
    fold.newest = 'error';
    return false;
  }
  addValue(fold, limits, value, sample.value as string, creditMs);
  return true;
}

// One empty answer never fails by itself: the first answer of a rate has nothing to compare with.
function addEmpty(fold: MetricFold, limits: Limits, creditMs: number): void {
  fold.newest = 'no_data';
  if (fold.emptyRounds > 0) fold.emptyMs += creditMs;
  fold.emptyRounds += 1;
  if (limits.noDataFails && fold.emptyRounds > 1 && fold.emptyMs >= limits.forMs) {
    latch(fold, 'no_data', fold.emptyMs);
  }
}

function addValue(fold: MetricFold, limits: Limits, value: number, text: string, creditMs: number): void {
  fold.newest = 'data';
  fold.samples += 1;
  fold.last = text;
  fold.emptyRounds = 0;
  fold.emptyMs = 0;
  keepWorst(fold, limits, value, text);
  const rule = broken(limits, value);
  // The first sample of a breach is an instant: it starts the streak at nothing.
  fold.streakMs = rule !== null && rule === fold.breach ? fold.streakMs + creditMs : 0;
  fold.breach = rule;
  if (rule !== null && fold.streakMs >= limits.forMs) latch(fold, rule, fold.streakMs);
}

function keepWorst(fold: MetricFold, limits: Limits, value: number, text: string): void {
  const past = excess(limits, value);
  if (fold.worst !== null && past <= fold.worstExcess) return;
  fold.worst = text;
  fold.worstExcess = past;
}

// Without a limit no value is worse than another, and the first one stands.
function excess(limits: Limits, value: number): number {
  if (limits.below === null) return limits.above === null ? 0 : value - limits.above;
  const under = limits.below - value;
  return limits.above === null ? under : Math.max(value - limits.above, under);
}

/** Keeps the first rule that failed; the time goes on while that same breach lasts. */
function latch(fold: MetricFold, rule: BreachRule | 'no_data', lastedMs: number): void {
  fold.failed ??= rule;
  if (fold.failed === rule && lastedMs > fold.failedMs) fold.failedMs = lastedMs;
}
