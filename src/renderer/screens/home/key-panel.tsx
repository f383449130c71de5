import { Button } from '@mantine/core';
import { CircleCheck, KeyRound, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { Mono } from '../../components/mono';
import { Panel } from '../../components/panel';
import { useApp } from '../../store/app-context';
import css from './home.module.css';

/** Whose key signs the records, or that there is none yet. */
export function KeyPanel() {
  const { t } = useTranslation(['home', 'common']);
  const keys = useApp((s) => s.keys);
  const openDialog = useApp((s) => s.openDialog);
  // Not read yet is not "none": nobody should be asked for a key that is there.
  if (keys === null) return <Panel title={t('key.title')}>{t('common:loading')}</Panel>;
  const { operator } = keys;
  const look =
    operator === null
      ? { tone: 'wait' as const, icon: TriangleAlert }
      : { tone: 'ok' as const, icon: CircleCheck };
  return (
    <Panel
      title={t('key.title')}
      aside={<Badge look={look} label={operator === null ? t('key.none') : t('key.ready')} />}
    >
      <div className={css.key}>
        {operator === null ? (
          <p>{t('key.none_text')}</p>
        ) : (
          <div>
            <p>
              {operator.comment} · {operator.type}
            </p>
            <Mono text={operator.fingerprint} />
          </div>
        )}
        <Button
          variant={operator === null ? 'filled' : 'default'}
          leftSection={<KeyRound size={15} aria-hidden />}
          onClick={() => openDialog('operator-key')}
        >
          {operator === null ? t('key.choose') : t('key.change')}
        </Button>
      </div>
    </Panel>
  );
}
