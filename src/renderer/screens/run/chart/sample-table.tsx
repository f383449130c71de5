import type { StepState } from '@domain/run/state';
import type { Round } from '@domain/verdict/types';
import { useTranslation } from 'react-i18next';
import { scrolls } from '../scrolls';
import { timeOfDay } from '../use-duration';

/** How many rounds the table shows; all of them are in the record. */
const SHOWN = 200;

/** The same samples as the chart, as rows: newest first, gaps in words. */
export function SampleTable({ step, metrics }: { step: StepState; metrics: readonly string[] }) {
  const { t } = useTranslation('run');
  const rounds = step.observation?.rounds ?? [];
  const weights = new Map(step.observation?.stages.map((s) => [s.stage, s.weight]));
  return (
    <section className="run-samples" {...scrolls} aria-label={t('chart.table')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('chart.time')}</th>
            <th scope="col">{t('chart.stage')}</th>
            {metrics.map((metric) => (
              <th scope="col" key={metric}>
                {metric}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rounds
            .slice(-SHOWN)
            .toReversed()
            .map((round) => (
              <tr key={round.at}>
                <td>{timeOfDay(round.at)}</td>
                <td>
                  {weights.get(round.stage) == null
                    ? ''
                    : t('stage.weight', { weight: weights.get(round.stage) ?? 100 })}
                </td>
                {metrics.map((metric) => (
                  <Cell key={metric} round={round} metric={metric} />
                ))}
              </tr>
            ))}
        </tbody>
      </table>
      {rounds.length > SHOWN && (
        <p className="run-hint">{t('chart.more', { count: rounds.length - SHOWN })}</p>
      )}
    </section>
  );
}

function Cell({ round, metric }: { round: Round; metric: string }) {
  const { t } = useTranslation('run');
  const sample = round.values.find((value) => value.metric === metric);
  if (sample?.error != null) return <td className="run-gap">{t('chart.failed', { why: sample.error })}</td>;
  if (sample?.value == null) return <td className="run-gap">{t('chart.gap')}</td>;
  return <td>{sample.value}</td>;
}
