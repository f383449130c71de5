import { Button } from '@mantine/core';
import { ArrowLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../actions';
import { KeyHint } from '../../components/key-hint';
import { Mono } from '../../components/mono';
import { Panel } from '../../components/panel';
import { Screen } from '../../components/screen';
import { useLocalText } from '../../i18n/use-local-text';
import { useApp } from '../../store/app-context';
import type { Preset } from '../../store/view';
import { PlanSide } from './plan-side';
import { ProblemNote } from './problem-note';
import css from './runbooks.module.css';
import { SourceText } from './source-text';
import { type RunbookText, useRunbookText } from './use-runbook';

/** Left the file with its problems in place, right what would run. */
export function RunbookReader({ runbook, preset }: { runbook: string; preset: Preset | null }) {
  const { t } = useTranslation(['runbooks', 'common']);
  const local = useLocalText();
  const go = useApp((s) => s.go);
  const read = useRunbookText(runbook);
  const back = () => go({ screen: 'runbooks', ref: null, preset: null });
  useActions([{ id: 'all-runbooks', label: t('all'), section: 'here', keys: 'Escape', run: back }]);
  const title = read?.entry === null || read === null ? runbook : local(read.entry.title);
  const backButton = (
    <Button
      variant="subtle"
      leftSection={<ArrowLeft size={15} aria-hidden />}
      rightSection={<KeyHint keys="Escape" />}
      onClick={back}
    >
      {t('all')}
    </Button>
  );
  return (
    <Screen title={title} aside={backButton} fill>
      <div className={css.reader}>
        <Panel className={css.source} title={<Mono text={runbook} />} flush>
          {read === null ? t('common:loading') : <SourceText text={read.text} problems={read.problems} />}
        </Panel>
        <div className={css.side}>{read !== null && <Side read={read} preset={preset} />}</div>
      </div>
    </Screen>
  );
}

function Side({ read, preset }: { read: RunbookText; preset: Preset | null }) {
  const { t } = useTranslation(['runbooks', 'common']);
  const errors = read.problems.filter((p) => p.severity === 'error');
  if (read.entry !== null && errors.length === 0) return <PlanSide entry={read.entry} preset={preset} />;
  return (
    <Panel title={t('cannot_plan', { count: errors.length })}>
      <ul className={css.problems}>
        {read.problems.map((problem) => (
          <li key={`${problem.line}:${problem.column}:${problem.message}`}>
            <ProblemNote problem={problem} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
