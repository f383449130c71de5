import type { Expectation, MetricSpec, PlanStep, RunPlan } from '@domain/plan/plan';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatSpan } from '../../format/instant';
import { useLocalText } from '../../i18n/use-local-text';
import css from './plan-preview.module.css';

type T = TFunction<['runbooks', 'common']>;

/** What must be true for the step to pass, in words. */
export function RuleWords({ step, plan }: { step: PlanStep; plan: RunPlan }) {
  const { t, i18n } = useTranslation(['runbooks', 'common']);
  const local = useLocalText();
  const { action } = step;
  const stages =
    action.type === 'rollout'
      ? action.stages.map((s) =>
          t('rule.stage', { weight: s.weight, hold: formatSpan(s.hold_ms, i18n.language) }),
        )
      : [];
  const watched = 'watch' in action ? plan.metrics.filter((m) => action.watch.includes(m.id)) : [];
  const words = [
    ...stages,
    ...watched.map((m) => metricWords(t, i18n.language, local(m.title), m)),
    ...step.expect.map((rule) => ruleWords(t, i18n.language, rule)),
  ];
  if (words.length === 0) return null;
  return (
    <ul className={css.rules} aria-label={t('rule.title')}>
      {words.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

export function ruleWords(t: T, language: string, rule: Expectation): string {
  switch (rule.rule) {
    case 'exit':
      return t('rule.exit', { code: rule.equals });
    case 'status':
      return t('rule.status', { status: rule.equals });
    case 'output':
      return rule.contains === undefined
        ? t('rule.matches', { pattern: rule.matches ?? '' })
        : t('rule.contains', { text: rule.contains });
    case 'json': {
      const where = rule.file ?? t('rule.own_output');
      const limits = [
        rule.equals === undefined ? null : `= ${rule.equals}`,
        rule.min === undefined ? null : `≥ ${rule.min}`,
        rule.max === undefined ? null : `≤ ${rule.max}`,
      ];
      return t('rule.json', { path: rule.path, where, limits: limits.filter(Boolean).join(', ') });
    }
    case 'file': {
      const parts = [
        rule.min_bytes === undefined
          ? null
          : t('rule.file_min', { size: formatBytes(rule.min_bytes, language) }),
        rule.sha256 === undefined ? null : t('rule.file_sha', { sha256: rule.sha256 }),
      ];
      return [t('rule.file', { path: rule.path }), ...parts].filter(Boolean).join(', ');
    }
    case 'http': {
      const head = t('rule.http', {
        url: rule.url,
        status: rule.status,
        within: formatSpan(rule.within_ms, language),
      });
      return rule.contains === undefined
        ? head
        : `${head}, ${t('rule.http_contains', { text: rule.contains })}`;
    }
  }
}

function metricWords(t: T, language: string, title: string, metric: MetricSpec): string {
  if (metric.shadow) return t('rule.shadow', { metric: title });
  const span = formatSpan(metric.fail.for_ms, language);
  const unit = metric.unit === '1' ? '' : ` ${metric.unit}`;
  const limits = [
    metric.fail.above === undefined ? null : t('rule.above', { limit: `${metric.fail.above}${unit}`, span }),
    metric.fail.below === undefined ? null : t('rule.below', { limit: `${metric.fail.below}${unit}`, span }),
  ];
  const samples = t('rule.samples', { count: metric.min_samples });
  return t('rule.metric', { metric: title, limits: [...limits, samples].filter(Boolean).join(', ') });
}
