import type { RunSummary } from '@ipc/contract';
import { Button } from '@mantine/core';
import { ArrowRight, CirclePause, Hand } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../actions';
import { EmptyState } from '../../components/empty-state';
import { EnvironmentBadge } from '../../components/environment-badge';
import { KeyHint } from '../../components/key-hint';
import { Panel } from '../../components/panel';
import { Instant } from '../../components/time';
import { runTitle } from '../../format/run-title';
import { useLocalText } from '../../i18n/use-local-text';
import { useApp } from '../../store/app-context';
import css from './home.module.css';

/** Runs under way: where they stand and whom they wait for. */
export function RunningPanel() {
  const { t, i18n } = useTranslation(['home', 'common']);
  const runs = useApp((s) => s.runs);
  const go = useApp((s) => s.go);
  const open = runs?.filter((r) => r.result === null) ?? [];
  const newest = open[0];
  const label = newest === undefined ? '' : t('running.go_on', { run: runTitle(newest, i18n.language) });
  useActions(
    newest === undefined
      ? []
      : [
          {
            id: 'go-on',
            label,
            section: 'here',
            keys: 'mod+Enter',
            run: () => go({ screen: 'run', runId: newest.run_id }),
          },
        ],
  );
  return (
    <Panel title={t('running.title')} flush>
      {runs === null && <EmptyState icon={CirclePause} title={t('common:loading')} />}
      {runs !== null && open.length === 0 && (
        <EmptyState icon={CirclePause} title={t('running.none')} text={t('running.none_text')} />
      )}
      {open.map((run) => (
        <RunningRow key={run.run_id} run={run} first={run === newest} />
      ))}
    </Panel>
  );
}

function RunningRow({ run, first }: { run: RunSummary; first: boolean }) {
  const { t, i18n } = useTranslation(['home', 'common']);
  const local = useLocalText();
  const go = useApp((s) => s.go);
  return (
    <article className={css.run}>
      <div className={css.runHead}>
        <EnvironmentBadge environment={run.environment} />
        <span className={css.runTitle}>{runTitle(run, i18n.language)}</span>
      </div>
      <p className={css.runFacts}>
        {t('running.since')} <Instant at={run.opened_at} /> · {run.opened_by}
        {run.current_step !== null && ` · ${t('running.at', { step: local(run.current_step) })}`}
      </p>
      {run.waiting_for !== null && (
        <p className={css.wait}>
          <Hand size={15} aria-hidden />
          <span>{t('running.waits', { what: local(run.waiting_for) })}</span>
        </p>
      )}
      <Button
        className={css.runOpen ?? ''}
        variant={first ? 'filled' : 'default'}
        rightSection={first ? <KeyHint keys="mod+Enter" /> : <ArrowRight size={15} aria-hidden />}
        onClick={() => go({ screen: 'run', runId: run.run_id })}
      >
        {t('running.open')}
      </Button>
    </article>
  );
}
