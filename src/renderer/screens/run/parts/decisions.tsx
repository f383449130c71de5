import type { EventOf, Recorded } from '@domain/run/event';
import type { RunState } from '@domain/run/state';
import { useTranslation } from 'react-i18next';
import { Instant } from '../../../components/time';
import { decisionsOf } from '../model/timeline';
import { scrolls } from '../scrolls';
import { useEventText } from '../use-event-text';

/** What was decided, by whom, when and why; newest first. */
export function Decisions({ events, state }: { events: readonly Recorded[]; state: RunState }) {
  const { t } = useTranslation('run');
  const decisions = decisionsOf(events);
  const text = useEventText(state);
  return (
    <section className="run-decisions" aria-label={t('decisions.label')}>
      <h2>
        {t('decisions.label')} <span className="run-dim">{decisions.length}</span>
      </h2>
      {decisions.length === 0 && <p className="run-dim">{t('decisions.none')}</p>}
      <ol {...scrolls} aria-label={t('decisions.label')}>
        {decisions.map(({ seq, at, event }) => (
          <li key={seq}>
            <Instant at={at} show="time" />
            <div>
              {text(event)}
              <Why
                event={event as EventOf<'gate.decision' | 'rollback.begun' | 'run.paused' | 'run.close'>}
              />
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Why({ event }: { event: EventOf<'gate.decision' | 'rollback.begun' | 'run.paused' | 'run.close'> }) {
  const { t } = useTranslation('run');
  return (
    <p className="run-why">
      {t('decision.by', { by: event.by, via: t(`via.${event.via}`) })}
      {event.reason !== '' && <q>{event.reason}</q>}
    </p>
  );
}
