import { Button } from '@mantine/core';
import { KeyRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { FactList } from '../../components/fact-list';
import { Mono } from '../../components/mono';
import { Panel } from '../../components/panel';
import { useApp } from '../../store/app-context';
import css from './settings.module.css';

export function KeySettings() {
  const { t } = useTranslation(['settings', 'common']);
  const operator = useApp((s) => s.keys?.operator ?? null);
  const openDialog = useApp((s) => s.openDialog);
  return (
    <Panel title={t('key.title')}>
      {operator === null ? (
        <p>{t('key.none')}</p>
      ) : (
        <FactList
          facts={[
            { label: t('key.comment'), value: operator.comment },
            { label: t('key.kind'), value: operator.type },
            { label: t('key.fingerprint'), value: <Mono text={operator.fingerprint} /> },
            { label: t('key.from'), value: t(`key.source.${operator.source}`) },
          ]}
        />
      )}
      <Button
        className={css.act ?? ''}
        variant="default"
        leftSection={<KeyRound size={15} aria-hidden />}
        onClick={() => openDialog('operator-key')}
      >
        {t('key.choose')}
      </Button>
    </Panel>
  );
}
