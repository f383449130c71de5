import type { RunState } from '@domain/run/state';
import { Button } from '@mantine/core';
import { FileCheck2, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { KeyHint } from '../../../components/key-hint';
import { RUN_RESULT } from '../../../components/result-badge';
import { useLocalText } from '../../../i18n/use-local-text';
import { exceptionsOf } from '../model/exceptions';
import { remainingChanges } from '../model/remaining-changes';
import { Decision } from './decision';
import { StatusWord } from './toned';

/** How the run ended, what in it was no plain pass, and the way to the record. */
export function EndPanel({ state, onRecord }: { state: RunState; onRecord(): void }) {
  const { t } = useTranslation(['run', 'common']);
  const local = useLocalText();
  const { result } = state;
  if (result === null) return null;
  const { icon: Icon, tone } = RUN_RESULT[result];
  const exceptions = exceptionsOf(state);
  return (
    <section className="run-end" data-tone={tone} aria-label={t('end.label')}>
      <div className="run-end-head">
        <Icon size={22} aria-hidden="true" />
        <div>
          <h2>{t(`common:result.${result}`)}</h2>
          <p>{t(`end.${result}`)}</p>
        </div>
        <span className="run-spring" />
        <Button
          leftSection={<FileCheck2 size={16} aria-hidden="true" />}
          rightSection={<KeyHint keys="E" />}
          onClick={onRecord}
        >
          {t('end.record')}
        </Button>
      </div>
      <Remaining state={state} />
      {exceptions.length > 0 && (
        <>
          <h3>{t('end.exceptions', { count: exceptions.length })}</h3>
          <ul className="run-exceptions">
            {exceptions.map((step) => (
              <li key={step.step.id}>
                <StatusWord step={step} /> {local(step.step.title)}
                {step.decision !== null && <Decision answer={step.decision} />}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** Changes that are still on the targets although the release is not: what the rollback could not or did not take back. */
function Remaining({ state }: { state: RunState }) {
  const { t } = useTranslation('run');
  const local = useLocalText();
  const remaining = remainingChanges(state);
  if (remaining.length === 0) return null;
  return (
    <>
      <h3 className="run-sheet-warning">
        <TriangleAlert size={15} aria-hidden="true" /> {t('end.remains', { count: remaining.length })}
      </h3>
      <ul className="run-exceptions">
        {remaining.map(({ step, why }) => (
          <li key={step.id}>
            <b>{local(step.title)}</b> {why !== null && t('sheet.because', { why })}
          </li>
        ))}
      </ul>
    </>
  );
}
