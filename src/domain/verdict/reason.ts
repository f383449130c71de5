/** Verdicts -> one sentence with the arithmetic. The only place that does so: screen, log and record agree. */
import type { MetricSpec } from '../plan/plan';
import { parseDecimal } from './decimal';
import { broken, limitsOf } from './metric-fold';
import { PHRASES, type Phrases, type VerdictLanguage } from './phrases';
import type { MetricVerdict, StageVerdict } from './types';

export type { VerdictLanguage } from './phrases';

/** `error-rate 0.081 > 0.02 for 6 s (needs 5 s): fail`. `spec` is the plan's metric of that verdict. */
export function verdictSentence(verdict: MetricVerdict, spec: MetricSpec, language: VerdictLanguage): string {
  const words = PHRASES[language];
  const shadow = verdict.shadow ? words.shadow : '';
  return `${because(verdict, spec, words)}${words.colon}${words.outcome[verdict.outcome]}${shadow}`;
}

/**
 * The stage in one sentence: the sentence of the metric that decided, or how much was watched.
 * `holdMs`: the observed time the stage needs; null when it has none.
 */
export function stageSentence(
  stage: StageVerdict,
  specs: readonly MetricSpec[],
  language: VerdictLanguage,
  holdMs: number | null = null,
): string {
  const words = PHRASES[language];
  const decided = stage.metrics.find((metric) => metric.metric === stage.decided_by);
  const spec = specs.find((one) => one.id === stage.decided_by);
  if (decided !== undefined && spec !== undefined) return verdictSentence(decided, spec, language);
  const counted = stage.metrics.filter((metric) => !metric.shadow).length;
  const watched =
    counted === 0
      ? words.nothingWatched
      : words.observed(
          words.duration(stage.observed_ms),
          holdMs === null ? null : words.duration(holdMs),
          counted,
        );
  return `${watched}${words.colon}${words.outcome[stage.outcome]}`;
}

function because(verdict: MetricVerdict, spec: MetricSpec, words: Phrases): string {
  switch (verdict.rule) {
    case 'above':
    case 'below':
      return breach(verdict, spec, words);
    case 'no_data':
      return verdict.outcome === 'fail'
        ? words.noDataLasted(spec.id, lasted(verdict, words), words.duration(verdict.for_ms))
        : words.noData(spec.id, verdict.samples);
    case 'query_error':
      return words.queryFailed(spec.id, lastWithUnit(verdict, spec), verdict.samples);
    case 'min_samples':
      return words.tooFew(spec.id, verdict.samples, verdict.needed);
    case 'within':
      return within(verdict, spec, words);
  }
}

function breach(verdict: MetricVerdict, spec: MetricSpec, words: Phrases): string {
  const limit = verdict.limit ?? '';
  const sign = verdict.rule === 'above' ? '>' : '<';
  if (verdict.outcome === 'fail' && !breaksNow(verdict, spec)) {
    const worst = verdict.worst ?? '';
    const past = words.wasPast(spec.id, sign, withUnit(limit, spec), lasted(verdict, words));
    return `${past}${words.since(withUnit(worst, spec), lastWithUnit(verdict, spec))}`;
  }
  const arithmetic = `${spec.id} ${withUnit(verdict.last ?? '', spec)} ${sign} ${withUnit(limit, spec)}`;
  if (verdict.for_ms === 0) return `${arithmetic}${words.oneIsEnough}`;
  const needs = words.duration(verdict.for_ms);
  return verdict.outcome === 'fail'
    ? words.lastedLongEnough(arithmetic, lasted(verdict, words), needs)
    : words.lastsSoFar(arithmetic, lasted(verdict, words), needs);
}

/** Whether the newest value still breaks the rule of the verdict. */
function breaksNow(verdict: MetricVerdict, spec: MetricSpec): boolean {
  const last = verdict.last === null ? null : parseDecimal(verdict.last);
  return last !== null && broken(limitsOf(spec), last) === verdict.rule;
}

function within(verdict: MetricVerdict, spec: MetricSpec, words: Phrases): string {
  const { above, below } = spec.fail;
  const now = `${spec.id} ${lastWithUnit(verdict, spec)}`;
  if (above === undefined && below === undefined) return `${now}${words.noLimit}`;
  const upper = above === undefined ? '' : ` <= ${withUnit(above, spec)}`;
  const lower = below === undefined ? '' : ` >= ${withUnit(below, spec)}`;
  const both = upper !== '' && lower !== '' ? words.and : '';
  return `${now}${upper}${both}${lower}${words.evidence(withUnit(verdict.worst ?? '', spec), verdict.samples)}`;
}

const lasted = (verdict: MetricVerdict, words: Phrases): string => words.duration(verdict.streak_ms);

const lastWithUnit = (verdict: MetricVerdict, spec: MetricSpec): string =>
  verdict.last === null ? '-' : withUnit(verdict.last, spec);

/** `812 ms`, but `0.02` for a ratio and a bare count. */
const withUnit = (value: string, spec: MetricSpec): string =>
  spec.unit === '1' || spec.unit === '' || spec.unit === 'count' ? value : `${value} ${spec.unit}`;
