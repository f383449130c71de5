import { Button } from '@mantine/core';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../actions';
import { KeyHint } from '../../components/key-hint';
import { Panel } from '../../components/panel';
import { Screen } from '../../components/screen';
import { useApp } from '../../store/app-context';
import { RecordDetail } from './record-detail';
import { RecordList } from './record-list';
import css from './records.module.css';
import { useVerify } from './use-verify';
import { VerifyResult } from './verify-result';

/** Ended runs and what is kept of them; and the check of any bundle, also one from elsewhere. */
export function RecordsScreen() {
  const { t } = useTranslation(['records', 'common']);
  const view = useApp((s) => s.view);
  const runs = useApp((s) => s.runs);
  const [foreign, setForeign] = useState(false);
  const verify = useVerify();
  const shown = view.screen === 'records' ? view.runId : null;
  const run = runs?.find((r) => r.run_id === shown && r.result !== null);
  const verifyFile = () => {
    setForeign(true);
    verify.chosenBundle();
  };
  useActions([
    {
      id: 'verify-file',
      label: t('verify.file'),
      section: 'here',
      keys: 'mod+O',
      icon: ShieldCheck,
      run: verifyFile,
    },
  ]);
  const button = (
    <Button
      variant="default"
      leftSection={<ShieldCheck size={15} aria-hidden />}
      rightSection={<KeyHint keys="mod+O" />}
      loading={foreign && verify.busy}
      onClick={verifyFile}
    >
      {t('verify.file')}
    </Button>
  );
  return (
    <Screen title={t('title')} aside={button}>
      {foreign && verify.view !== null && (
        <Panel title={t('verify.of', { name: verify.label })}>
          <VerifyResult view={verify.view} />
        </Panel>
      )}
      <div className={css.columns} data-single={run === undefined}>
        <RecordList open={shown} />
        {run !== undefined && <RecordDetail key={run.run_id} run={run} />}
      </div>
    </Screen>
  );
}
