import { openInterruptions, type RunState } from '@domain/run/state';
import { useTranslation } from 'react-i18next';
import { Instant } from '../../../components/time';
import { roleOf } from '../model/role-of';
import { stopwatch } from '../use-duration';

/** Who runs it, and who is being waited for. */
export function People({ state, waitingMs }: { state: RunState; waitingMs: number | null }) {
  const { t } = useTranslation('run');
  const asked = openInterruptions(state).at(-1);
  const role = asked === undefined ? null : roleOf(state, asked);
  return (
    <section className="run-people" aria-label={t('people.label')}>
      <p>
        {t('people.runs', { by: state.openedBy })}{' '}
        <span className="run-dim">
          <Instant at={state.openedAt} show="time" />
        </span>
      </p>
      {asked !== undefined && (
        <p className="run-awaited">
          <b>{role === null ? t('people.awaited') : t('people.awaitedRole', { role })}</b>{' '}
          {t(`question.kind.${asked.kind}`)}
          {waitingMs !== null && <span className="run-clock">{stopwatch(waitingMs)}</span>}
        </p>
      )}
    </section>
  );
}
