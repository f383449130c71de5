import type { Rollback } from '@domain/run/state';
import { SETTLED } from '@domain/run/state';
import { useTranslation } from 'react-i18next';
import { useLocalText } from '../../../i18n/use-local-text';
import { scrolls } from '../scrolls';
import { StatusWord } from './toned';

/** The rollback under way: the sheet's list, with what has been done of it. */
export function RollbackProgress({
  rollback,
  targetsOf,
  ended,
}: {
  rollback: Rollback;
  targetsOf(step: Rollback['steps'][number]): string;
  /** True once the run is over. */
  ended: boolean;
}) {
  const { t } = useTranslation('run');
  const local = useLocalText();
  const settled = rollback.steps.filter((step) => SETTLED.includes(step.status)).length;
  return (
    <section className="run-rollback" aria-label={t('rollback.label')}>
      <p>
        <b>{t(ended ? 'rollback.ended' : 'rollback.progress', { settled, total: rollback.steps.length })}</b>{' '}
        <span className="run-dim">{t(`rollback.trigger.${rollback.trigger}`, { by: rollback.by })}</span>
        {rollback.reason !== '' && <q>{rollback.reason}</q>}
      </p>
      <ol {...scrolls} aria-label={t('rollback.label')}>
        {rollback.steps.map((step) => (
          <li key={step.step.id} data-status={step.status}>
            <StatusWord step={step} />
            <span>{local(step.step.title)}</span>
            <span className="run-dim">{targetsOf(step)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
