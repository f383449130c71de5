import { watchedMetrics } from '@domain/run/evolve-observe';
import type { RunState, StepState } from '@domain/run/state';
import { stageSentence } from '@domain/verdict/reason';
import { LoaderCircle } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../../actions';
import { Badge } from '../../../components/badge';
import { KeyHint } from '../../../components/key-hint';
import { VerdictBadge } from '../../../components/verdict-badge';
import { holdOf } from '../model/clocks';
import { StageStrip } from '../parts/stage-strip';
import { languageOf, useDuration } from '../use-duration';
import { useThrottled } from '../use-throttled';
import { observationCharts } from './chart-model';
import { MetricChart } from './metric-chart';
import { SampleTable } from './sample-table';

/** Charts cost per point, so they are drawn at most this often. */
const DRAW_EVERY_MS = 1000;

/** What is being watched: stages, the verdict with its arithmetic, a chart or a table of each metric. */
export function ObservationPanel({ state, step }: { state: RunState; step: StepState }) {
  const { t } = useTranslation('run');
  const [asTable, setAsTable] = useState(false);
  const drawn = useThrottled(step, DRAW_EVERY_MS);
  const toggle = () => setAsTable(!asTable);
  useActions([{ id: 'run.table', label: t('chart.toggle'), section: 'here', keys: 'T', run: toggle }]);
  return (
    <section className="run-observation" aria-label={t('chart.label')}>
      <StageStrip step={step} />
      <div className="run-verdict-bar">
        <StageVerdictLine state={state} step={step} />
        <button type="button" className="run-quiet" aria-pressed={asTable} onClick={toggle}>
          {t('chart.toggle')} <KeyHint keys="T" />
        </button>
      </div>
      {asTable ? (
        <SampleTable step={drawn} metrics={watchedMetrics(step.step, state.plan.metrics).map((m) => m.id)} />
      ) : (
        <Charts state={state} step={drawn} />
      )}
    </section>
  );
}

function Charts({ state, step }: { state: RunState; step: StepState }) {
  const { t } = useTranslation('run');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the plan never changes under a run
  const { chart, metrics } = useMemo(() => observationCharts(state, step), [step]);
  if ((step.observation?.rounds.length ?? 0) === 0) return <p className="run-empty">{t('chart.empty')}</p>;
  const decidedBy = step.observation?.stages.at(-1)?.verdict?.decided_by;
  return (
    <div className="run-charts">
      {metrics.map((model) => (
        <MetricChart key={model.spec.id} model={model} chart={chart} decided={decidedBy === model.spec.id} />
      ))}
    </div>
  );
}

function StageVerdictLine({ state, step }: { state: RunState; step: StepState }) {
  const { i18n } = useTranslation();
  const { t } = useTranslation('run');
  const stage = step.observation?.stages.at(-1);
  if (stage === undefined || stage.verdict === null) return <p className="run-dim">{t('chart.noVerdict')}</p>;
  const specs = watchedMetrics(step.step, state.plan.metrics);
  const holdMs = holdOf(step, stage.stage);
  // Before the hold is over nothing has passed yet, see endStage of the domain.
  if (stage.endedAt === null && stage.verdict.outcome === 'pass')
    return <SoFar observedMs={stage.verdict.observed_ms} holdMs={holdMs ?? 0} />;
  return (
    <p className="run-verdict">
      <VerdictBadge outcome={stage.verdict.outcome} />
      <span>{stageSentence(stage.verdict, specs, languageOf(i18n.language), holdMs)}</span>
    </p>
  );
}

function SoFar({ observedMs, holdMs }: { observedMs: number; holdMs: number }) {
  const { t } = useTranslation('run');
  const duration = useDuration();
  return (
    <p className="run-verdict">
      <Badge look={{ tone: 'active', icon: LoaderCircle }} label={t('stage.running')} />
      <span>{t('chart.soFar', { observed: duration(observedMs), hold: duration(holdMs) })}</span>
    </p>
  );
}
