import type { RunSummary } from '@ipc/contract';
import { Button } from '@mantine/core';
import { ListTree } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EnvironmentBadge } from '../../components/environment-badge';
import { type Fact, FactList } from '../../components/fact-list';
import { Digest, Mono } from '../../components/mono';
import { Panel } from '../../components/panel';
import { ResultBadge } from '../../components/result-badge';
import { Duration, Instant } from '../../components/time';
import { runTitle } from '../../format/run-title';
import { useApp, useRun } from '../../store/app-context';
import { DecisionsPanel } from './decisions-panel';
import { ExportPanel } from './export-panel';
import css from './records.module.css';
import { VerifyPanel } from './verify-panel';

/** What the record of one run holds, and what can be done with it. */
export function RecordDetail({ run }: { run: RunSummary }) {
  const { t, i18n } = useTranslation(['records', 'common']);
  const go = useApp((s) => s.go);
  const projection = useRun(run.run_id);
  const { state } = projection;
  const facts: readonly Fact[] = [
    { label: t('fact.result'), value: <ResultBadge result={run.result} /> },
    { label: t('fact.environment'), value: <EnvironmentBadge environment={run.environment} /> },
    { label: t('fact.kind'), value: t(`common:kind.${run.kind}`) },
    { label: t('fact.opened'), value: <Instant at={run.opened_at} /> },
    ...(run.closed_at === null
      ? []
      : [
          { label: t('fact.closed'), value: <Instant at={run.closed_at} /> },
          {
            label: t('fact.lasted'),
            value: <Duration ms={Date.parse(run.closed_at) - Date.parse(run.opened_at)} />,
          },
        ]),
    { label: t('fact.by'), value: run.opened_by },
    {
      label: t('fact.events'),
      value: t('fact.events_count', { count: projection.events.length + projection.unread }),
    },
    ...(state === null
      ? []
      : [{ label: t('fact.runbook'), value: <Digest sha256={state.plan.runbook.sha256} /> }]),
    ...(state?.records ?? []).map(({ record, sha256 }) => ({
      label: t('fact.record', { record: isRecordKind(record) ? t(`fact.kinds.${record}`) : record }),
      value: <Digest sha256={sha256} />,
    })),
    { label: t('fact.run_id'), value: <Mono text={run.run_id} /> },
  ];
  return (
    <div className={css.column}>
      <Panel
        title={runTitle(run, i18n.language)}
        aside={
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<ListTree size={14} aria-hidden />}
            onClick={() => go({ screen: 'run', runId: run.run_id })}
          >
            {t('open_run')}
          </Button>
        }
      >
        <FactList facts={facts} />
        <p className={css.dim}>{t('fact.wording')}</p>
      </Panel>
      <ExportPanel runId={run.run_id} />
      <VerifyPanel runId={run.run_id} />
      {state !== null && <DecisionsPanel state={state} />}
    </div>
  );
}

const RECORD_KINDS = ['release', 'rollback', 'drill'] as const;

const isRecordKind = (kind: string): kind is (typeof RECORD_KINDS)[number] =>
  RECORD_KINDS.some((known) => known === kind);
