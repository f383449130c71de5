import type { Recorded } from '@domain/run/event';
import type { RunState } from '@domain/run/state';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Instant } from '../../../components/time';
import { isProblem, TIMELINE_FILTERS, type TimelineFilter, timelineOf } from '../model/timeline';
import { scrolls } from '../scrolls';
import { useEventText } from '../use-event-text';

/** How many lines are drawn; the record has all. */
const SHOWN = 300;

/** What happened, newest first. The filter is a radio group: arrows change it. */
export function Timeline({ events, state }: { events: readonly Recorded[]; state: RunState }) {
  const { t } = useTranslation('run');
  const [filter, setFilter] = useState<TimelineFilter>('all');
  const entries = useMemo(() => timelineOf(events, filter), [events, filter]);
  const text = useEventText(state);
  return (
    <section className="run-timeline" aria-label={t('timeline.label')}>
      <h2>{t('timeline.label')}</h2>
      <Filter filter={filter} onChange={setFilter} />
      <ol {...scrolls} aria-label={t('timeline.label')}>
        {entries.slice(0, SHOWN).map(({ seq, at, event }) => (
          <li key={seq} data-problem={isProblem(event)}>
            <Instant at={at} show="time" />
            <span>{text(event)}</span>
          </li>
        ))}
      </ol>
      {entries.length === 0 && <p className="run-dim">{t('timeline.none')}</p>}
    </section>
  );
}

function Filter({ filter, onChange }: { filter: TimelineFilter; onChange(filter: TimelineFilter): void }) {
  const { t } = useTranslation('run');
  return (
    <fieldset className="run-filter">
      <legend className="run-hidden">{t('timeline.filter')}</legend>
      {TIMELINE_FILTERS.map((name) => (
        <label key={name} data-on={name === filter}>
          <input
            type="radio"
            name="timeline-filter"
            checked={name === filter}
            onChange={() => onChange(name)}
          />
          {t(`timeline.${name}`)}
        </label>
      ))}
    </fieldset>
  );
}
