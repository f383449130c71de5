import { Button } from '@mantine/core';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AppAction, useActions } from '../../actions';
import { Badge } from '../../components/badge';
import { KeyHint } from '../../components/key-hint';
import { Panel } from '../../components/panel';
import { useApp, useServices } from '../../store/app-context';
import css from './home.module.css';
import { usePracticeRelease } from './use-practice-release';

/** The first walk for somebody new: a real system on this machine, a good release and a bad one. */
export function PracticePanel() {
  const { t } = useTranslation(['home', 'common']);
  const up = useApp((s) => s.practice?.up ?? false);
  const { start, busy, closed } = usePracticeRelease();
  const choices = [
    { version: '1.5.0', keys: 'G', name: t('practice.good'), text: t('practice.good_text') },
    { version: '1.5.1', keys: 'B', name: t('practice.bad'), text: t('practice.bad_text') },
  ];
  useActions(
    choices.map(
      ({ version, keys, name }): AppAction => ({
        id: `practice-${version}`,
        label: t('practice.action', { name }),
        section: 'here',
        keys,
        closed,
        run: () => start(version),
      }),
    ),
  );
  return (
    <Panel
      title={t('practice.title')}
      aside={up ? <Badge look={{ tone: 'ok', icon: CircleCheck }} label={t('practice.up')} /> : undefined}
    >
      <p>{t('practice.text')}</p>
      <div className={css.choices}>
        {choices.map(({ version, keys, name, text }) => (
          <button
            key={version}
            type="button"
            className={css.choice}
            disabled={busy || closed !== null}
            onClick={() => start(version)}
          >
            <span className={css.choiceName}>
              {name} <KeyHint keys={keys} />
            </span>
            <span className={css.dim}>{text}</span>
          </button>
        ))}
      </div>
      {closed !== null && <p className={css.dim}>{closed}</p>}
      <p className={css.starting} role="status">
        {busy && t('practice.starting')}
      </p>
      {up && <StopPractice />}
    </Panel>
  );
}

function StopPractice() {
  const { t } = useTranslation(['home', 'common']);
  const { core, store } = useServices();
  const [busy, setBusy] = useState(false);
  const stop = async () => {
    setBusy(true);
    store.getState().take(await core.ask('practice.down', {}), () => {});
    setBusy(false);
  };
  return (
    <Button mt="sm" variant="subtle" size="compact-sm" loading={busy} onClick={() => void stop()}>
      {t('practice.stop')}
    </Button>
  );
}
