/** Rounds of one stage -> its verdict. The truth table is docs/verdicts.md; a test executes it. */
import { instantMs } from '../kernel/instant';
import type { MetricSpec } from '../plan/plan';
import { addSample, emptyMetric, type Limits, limitsOf, type MetricFold } from './metric-fold';
import { metricVerdictOf } from './metric-verdict';
import { worstOf } from './rank';
import type { MetricVerdict, Round, SampleValue, StageVerdict } from './types';

/** A stage so far. Plain data of constant size; treat it as a value, `addRound` never changes its argument. */
export interface StageFold {
  readonly specs: readonly MetricSpec[];
  readonly limits: readonly Limits[];
  readonly everyMs: number;
  readonly metrics: readonly MetricFold[];
  /** Time of the newest round, ms since 1970; null before the first. */
  readonly lastMs: number | null;
  readonly observedMs: number;
}

/** `everyMs`: the interval at which rounds are planned, the most observed time one round can stand for. */
export const emptyStage = (specs: readonly MetricSpec[], everyMs: number): StageFold => ({
  specs,
  limits: specs.map(limitsOf),
  everyMs,
  metrics: specs.map(emptyMetric),
  lastMs: null,
  observedMs: 0,
});

/** The stage with one more round. Costs the same however many rounds there were. */
export const addRound = (fold: StageFold, round: Round): StageFold =>
  absorb({ ...fold, metrics: fold.metrics.map((metric) => ({ ...metric })) }, round);

/** Judges a whole stage at once; equal to adding its rounds one by one. */
export function judgeStage(
  specs: readonly MetricSpec[],
  rounds: readonly Round[],
  everyMs: number,
): StageVerdict {
  const fold: Writable<StageFold> = emptyStage(specs, everyMs);
  for (const round of rounds) absorb(fold, round);
  return verdictOf(fold);
}

/** What the stage says now. Until its hold is over, `pass` only means: so far within limits (see `endStage`). */
export function verdictOf(fold: StageFold): StageVerdict {
  const metrics = fold.specs.map((spec, index) =>
    metricVerdictOf(spec, fold.metrics[index] ?? emptyMetric()),
  );
  const counted = metrics.filter((metric) => !metric.shadow);
  const outcome = worstOf(counted.map((metric) => metric.outcome));
  return {
    outcome,
    decided_by: outcome === 'pass' ? null : (counted.find((m) => m.outcome === outcome)?.metric ?? null),
    observed_ms: fold.observedMs,
    metrics,
  };
}

/** The verdict of a stage that ends now: a stage that ended before its hold was observed has not passed. */
export const endStage = (verdict: StageVerdict, holdMs: number): StageVerdict =>
  verdict.outcome === 'pass' && verdict.observed_ms < holdMs
    ? { ...verdict, outcome: 'inconclusive', decided_by: null }
    : verdict;

/**
 * Whether more rounds can still decide an inconclusive stage without a person: a breach is running that either
 * ends or lasts long enough, or samples are missing while data comes in.
 */
export const awaitsMore = (verdict: StageVerdict): boolean => {
  const open = verdict.metrics.filter((metric) => !metric.shadow && metric.outcome !== 'pass');
  return verdict.outcome === 'inconclusive' && open.every(moreWillTell);
};

const moreWillTell = (metric: MetricVerdict): boolean =>
  metric.rule === 'min_samples' || metric.rule === 'above' || metric.rule === 'below';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

// Changes its argument: the batch form would otherwise copy every metric for every round.
function absorb(fold: Writable<StageFold>, round: Round): StageFold {
  const atMs = instantMs(round.at);
  const creditMs = credit(fold.lastMs, atMs, fold.everyMs);
  const aligned = isAligned(fold, round);
  let counted = 0;
  let withData = 0;
  for (let index = 0; index < fold.specs.length; index += 1) {
    const spec = fold.specs[index] as MetricSpec;
    const sample = aligned ? (round.values[index] as SampleValue) : findSample(round, spec.id);
    const gaveData = addSample(
      fold.metrics[index] as MetricFold,
      fold.limits[index] as Limits,
      sample,
      creditMs,
    );
    if (spec.shadow) continue;
    counted += 1;
    if (gaveData) withData += 1;
  }
  if (counted > 0 && withData === counted) fold.observedMs += creditMs;
  fold.lastMs = atMs;
  return fold;
}

// A round vouches for the time since the one before it, at most for one interval: neither a sleeping machine nor a
// clock that was set forward makes observed time, and a clock that was set back takes none away.
const credit = (lastMs: number | null, atMs: number, everyMs: number): number =>
  lastMs === null ? 0 : Math.max(0, Math.min(atMs - lastMs, everyMs));

/** Whether the round carries one value per metric, in the order of the specs, as samplers make them. */
function isAligned(fold: StageFold, round: Round): boolean {
  if (round.values.length !== fold.specs.length) return false;
  for (let index = 0; index < fold.specs.length; index += 1) {
    if (round.values[index]?.metric !== fold.specs[index]?.id) return false;
  }
  return true;
}

/** The sample of a metric, null when the round has none. Two for one metric are an error: they may differ. */
function findSample(round: Round, metric: string): SampleValue | null {
  const found = round.values.filter((value) => value.metric === metric);
  if (found.length > 1) return { metric, value: null, error: 'the round holds this metric twice' };
  return found[0] ?? null;
}
