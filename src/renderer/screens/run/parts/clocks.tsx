import type { RunState } from '@domain/run/state';
import { Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Clocks as ClockValues } from '../model/clocks';
import { rollbackView } from '../model/rollback-view';
import { stopwatch, useDuration } from '../use-duration';

/** Elapsed time, the hold of the stage, the breach, the rollback: numbers of constant width. */
export function Clocks({ state, clocks }: { state: RunState; clocks: ClockValues }) {
  const { t } = useTranslation('run');
  const duration = useDuration();
  const { stage, breach } = clocks;
  return (
    <section className="run-clocks" aria-label={t('clock.label')}>
      <dl>
        <Clock name={t('clock.elapsed')} value={stopwatch(clocks.elapsedMs)} big />
        {clocks.stepMs !== null && <Clock name={t('clock.step')} value={stopwatch(clocks.stepMs)} big />}
        {stage !== null && (
          <Clock
            name={t('clock.stage', { number: stage.index + 1, count: stage.count })}
            value={t('stage.observed', {
              observed: duration(stage.observedMs),
              hold: duration(stage.holdMs),
            })}
          />
        )}
        {breach !== null && (
          <Clock
            name={t('clock.breach', { metric: breach.metric })}
            value={t('clock.breachOf', { lasted: duration(breach.lastedMs), limit: duration(breach.forMs) })}
            tone="bad"
          />
        )}
        {clocks.rollbackMs !== null && (
          <Clock name={t('clock.rollback')} value={stopwatch(clocks.rollbackMs)} tone="wait" />
        )}
      </dl>
      <RollbackStatus state={state} />
    </section>
  );
}

function Clock({
  name,
  value,
  tone,
  big = false,
}: {
  name: ReactNode;
  value: string;
  tone?: 'bad' | 'wait';
  big?: boolean;
}) {
  return (
    <div data-tone={tone} data-big={big}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** Whether there is a way back, and what it can't take back. */
function RollbackStatus({ state }: { state: RunState }) {
  const { t } = useTranslation('run');
  return (
    <p className="run-way-back">
      <Undo2 size={14} aria-hidden="true" />
      <span>
        {state.rollback === null ? (
          <Prospect state={state} />
        ) : (
          t(state.result === null ? 'wayBack.begun' : 'wayBack.over', { by: state.rollback.by })
        )}
      </span>
    </p>
  );
}

function Prospect({ state }: { state: RunState }) {
  const { t } = useTranslation('run');
  const { undo, remains } = rollbackView(state);
  if (undo.length === 0 && remains.length === 0) return <>{t('wayBack.nothing')}</>;
  return (
    <>
      {t('wayBack.ready', { count: undo.length })}
      {remains.length > 0 && (
        <b className="run-remains"> {t('wayBack.remains', { count: remains.length })}</b>
      )}
    </>
  );
}
