/** The words of observation. Values are decimals as text (canonical documents carry no floats). */
import { z } from 'zod';
import { decimal, slug } from '../plan/plan';

/** One metric in one sampling round. `error` set: the query failed; both null: it answered without data. */
export const sampleValue = z.strictObject({
  metric: slug,
  value: decimal.nullable(),
  error: z.string().nullable(),
});
export type SampleValue = z.infer<typeof sampleValue>;

/** All metrics of a step, sampled at one moment. */
export interface Round {
  /** ISO instant at which the round was taken, by this machine's clock. */
  readonly at: string;
  readonly stage: number;
  readonly values: readonly SampleValue[];
}

export const verdictOutcome = z.enum(['pass', 'fail', 'inconclusive', 'error']);
export type VerdictOutcome = z.infer<typeof verdictOutcome>;

/**
 * A verdict as data: which rule, which numbers. Rendered to one sentence by `verdict/reason`.
 * `rule`: above | below | min_samples | no_data | query_error | within.
 */
export const metricVerdict = z.strictObject({
  metric: slug,
  outcome: verdictOutcome,
  rule: z.enum(['above', 'below', 'min_samples', 'no_data', 'query_error', 'within']),
  /** The threshold of the rule, null where the rule has none. */
  limit: decimal.nullable(),
  /** The newest value, null when there is none. */
  last: decimal.nullable(),
  /** The worst value of the stage, null when there is none. */
  worst: decimal.nullable(),
  samples: z.int().nonnegative(),
  needed: z.int().nonnegative(),
  /**
   * How long the breach (or the absence of data that fails) has lasted, and how long it must last to fail, ms of
   * observed time. Once a stage has failed, the time of the breach that failed it.
   */
  streak_ms: z.int().nonnegative(),
  for_ms: z.int().nonnegative(),
  shadow: z.boolean(),
});
export type MetricVerdict = z.infer<typeof metricVerdict>;

export const stageVerdict = z.strictObject({
  outcome: verdictOutcome,
  /** The first counted metric with this outcome; null for `pass`, and when no single metric decided. */
  decided_by: slug.nullable(),
  /** Observed time of the stage: rounds with data only, ms. */
  observed_ms: z.int().nonnegative(),
  metrics: z.array(metricVerdict),
});
export type StageVerdict = z.infer<typeof stageVerdict>;
