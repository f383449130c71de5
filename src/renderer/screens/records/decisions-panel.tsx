import type { Interruption, RunState } from '@domain/run/state';
import { Hand } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { Panel } from '../../components/panel';
import { Instant } from '../../components/time';
import { useLocalText } from '../../i18n/use-local-text';
import { useOptionText } from '../run/use-option-text';
import css from './records.module.css';

/** Every decision a person took in a run: what was asked, what was answered, why. */
export function DecisionsPanel({ state }: { state: RunState }) {
  const { t } = useTranslation(['records', 'common']);
  const answered = state.interruptions.filter((i) => i.answer !== null);
  return (
    <Panel title={t('decisions.title')} aside={t('decisions.count', { count: answered.length })}>
      {answered.length === 0 && <p className={css.dim}>{t('decisions.none')}</p>}
      <ul className={css.decisions}>
        {answered.map((asked) => (
          <Decision key={asked.id} asked={asked} />
        ))}
      </ul>
    </Panel>
  );
}

function Decision({ asked }: { asked: Interruption }) {
  const { t } = useTranslation(['records', 'common']);
  const local = useLocalText();
  const { word } = useOptionText();
  if (asked.answer === null) return null;
  const { value, reason, by, at } = asked.answer;
  return (
    <li>
      <p>{local(asked.text)}</p>
      <p className={css.acts}>
        <Badge look={{ tone: 'quiet', icon: Hand }} label={word(value)} />
        <span className={css.dim}>
          {by} · <Instant at={at} show="time" />
        </span>
      </p>
      {reason !== '' && <p className={css.dim}>{t('decisions.reason', { reason })}</p>}
    </li>
  );
}
