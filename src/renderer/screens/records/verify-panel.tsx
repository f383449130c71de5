import { Button } from '@mantine/core';
import { ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../actions';
import { KeyHint } from '../../components/key-hint';
import { Panel } from '../../components/panel';
import css from './records.module.css';
import { useVerify } from './use-verify';
import { VerifyResult } from './verify-result';

export function VerifyPanel({ runId }: { runId: string }) {
  const { t } = useTranslation(['records', 'common']);
  const verify = useVerify();
  const run = () => verify.exportOf(runId);
  useActions([
    { id: 'verify', label: t('verify.action'), section: 'here', keys: 'V', icon: ShieldCheck, run },
  ]);
  return (
    <Panel title={t('verify.title')}>
      <p className={css.dim}>{t('verify.text')}</p>
      <div className={css.acts}>
        <Button
          variant="default"
          leftSection={<ShieldCheck size={15} aria-hidden />}
          rightSection={<KeyHint keys="V" />}
          loading={verify.busy}
          onClick={run}
        >
          {t('verify.button')}
        </Button>
      </div>
      {verify.view !== null && <VerifyResult view={verify.view} />}
    </Panel>
  );
}
