/** The fold of one metric -> its verdict: ordered rules, the first that applies decides. */
import type { MetricSpec } from '../plan/plan';
import type { MetricFold } from './metric-fold';
import type { MetricVerdict } from './types';

type Ruling = Pick<MetricVerdict, 'outcome' | 'rule' | 'limit' | 'streak_ms'>;

/**
 * 1. A breach that lasted long enough has failed, whatever came later.
 * 2. A query that can't be answered now is an error, however good the values before it.
 * 3. No answer with data now is inconclusive.
 * 4. A breach that is still running proves neither good nor bad.
 * 5. Too few values prove nothing.
 * 6. A metric without any limit proves nothing.
 */
function rule(spec: MetricSpec, fold: MetricFold): Ruling {
  if (fold.failed !== null) return ruling('fail', fold.failed, limitOf(spec, fold.failed), fold.failedMs);
  if (fold.newest === 'error') return ruling('error', 'query_error', null, fold.streakMs);
  if (fold.newest !== 'data') return ruling('inconclusive', 'no_data', null, fold.emptyMs);
  if (fold.breach !== null)
    return ruling('inconclusive', fold.breach, limitOf(spec, fold.breach), fold.streakMs);
  if (fold.samples < spec.min_samples) return ruling('inconclusive', 'min_samples', null, 0);
  const limit = spec.fail.above ?? spec.fail.below ?? null;
  return ruling(limit === null ? 'inconclusive' : 'pass', 'within', limit, 0);
}

const ruling = (
  outcome: Ruling['outcome'],
  by: Ruling['rule'],
  limit: string | null,
  streak_ms: number,
): Ruling => ({ outcome, rule: by, limit, streak_ms });

const limitOf = (spec: MetricSpec, by: 'above' | 'below' | 'no_data'): string | null =>
  by === 'no_data' ? null : (spec.fail[by] ?? null);

export const metricVerdictOf = (spec: MetricSpec, fold: MetricFold): MetricVerdict => ({
  metric: spec.id,
  ...rule(spec, fold),
  last: fold.last,
  worst: fold.worst,
  samples: fold.samples,
  needed: spec.min_samples,
  for_ms: spec.fail.for_ms,
  shadow: spec.shadow,
});
