import type { RunSummary } from '@ipc/contract';
import { Button } from '@mantine/core';
import { History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../components/data-table';
import { EmptyState } from '../../components/empty-state';
import { EnvironmentBadge } from '../../components/environment-badge';
import { Panel } from '../../components/panel';
import { ResultBadge } from '../../components/result-badge';
import { Instant } from '../../components/time';
import { runTitle } from '../../format/run-title';
import { useApp } from '../../store/app-context';

const SHOWN = 8;

/** How the newest ended runs ended. */
export function LastRunsPanel() {
  const { t, i18n } = useTranslation(['home', 'common']);
  const go = useApp((s) => s.go);
  const ended = useApp((s) => s.runs)?.filter((r) => r.result !== null) ?? [];
  const columns: readonly Column<RunSummary>[] = [
    { id: 'run', label: t('last.run'), render: (run) => runTitle(run, i18n.language) },
    { id: 'result', label: t('last.result'), render: (run) => <ResultBadge result={run.result} /> },
    {
      id: 'where',
      label: t('last.where'),
      render: (run) => <EnvironmentBadge environment={run.environment} />,
    },
    { id: 'when', label: t('last.when'), render: (run) => <Instant at={run.closed_at ?? run.opened_at} /> },
    { id: 'who', label: t('last.who'), render: (run) => run.opened_by },
  ];
  const all = (
    <Button variant="subtle" size="compact-sm" onClick={() => go({ screen: 'records', runId: null })}>
      {t('last.all')}
    </Button>
  );
  return (
    <Panel title={t('last.title')} flush aside={ended.length > SHOWN ? all : undefined}>
      {ended.length === 0 ? (
        <EmptyState icon={History} title={t('last.none')} text={t('last.none_text')} />
      ) : (
        <DataTable
          label={t('last.title')}
          columns={columns}
          rows={ended.slice(0, SHOWN)}
          keyOf={(run) => run.run_id}
          onOpen={(run) => go({ screen: 'records', runId: run.run_id })}
        />
      )}
    </Panel>
  );
}
