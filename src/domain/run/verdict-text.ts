import type { LocalText, MetricSpec } from '../plan/plan';
import { verdictSentence } from '../verdict/reason';
import type { StageVerdict } from '../verdict/types';

/** The sentence of the metric that decided a stage, in both languages. */
export function verdictText(verdict: StageVerdict, specs: readonly MetricSpec[]): LocalText {
  const metric = verdict.metrics.find((m) => m.metric === verdict.decided_by) ?? verdict.metrics[0];
  const spec = specs.find((s) => s.id === metric?.metric);
  if (metric === undefined || spec === undefined) return { en: verdict.outcome, zh_cn: verdict.outcome };
  return { en: verdictSentence(metric, spec, 'en'), zh_cn: verdictSentence(metric, spec, 'zh-CN') };
}
