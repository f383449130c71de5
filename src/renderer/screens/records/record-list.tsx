import type { RunSummary } from '@ipc/contract';
import { FileCheck2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../components/data-table';
import { EmptyState } from '../../components/empty-state';
import { EnvironmentBadge } from '../../components/environment-badge';
import { Panel } from '../../components/panel';
import { ResultBadge } from '../../components/result-badge';
import { Instant } from '../../components/time';
import { runTitle } from '../../format/run-title';
import { useApp } from '../../store/app-context';

export function RecordList({ open }: { open: string | null }) {
  const { t, i18n } = useTranslation(['records', 'common']);
  const go = useApp((s) => s.go);
  const ended = useApp((s) => s.runs)?.filter((r) => r.result !== null) ?? [];
  const columns: readonly Column<RunSummary>[] = [
    { id: 'run', label: t('list.run'), render: (run) => runTitle(run, i18n.language) },
    { id: 'result', label: t('list.result'), render: (run) => <ResultBadge result={run.result} /> },
    {
      id: 'where',
      label: t('list.where'),
      render: (run) => <EnvironmentBadge environment={run.environment} />,
    },
    { id: 'when', label: t('list.when'), render: (run) => <Instant at={run.closed_at ?? run.opened_at} /> },
    { id: 'who', label: t('list.who'), render: (run) => run.opened_by },
  ];
  return (
    <Panel title={t('list.title')} aside={t('list.count', { count: ended.length })} flush>
      {ended.length === 0 ? (
        <EmptyState icon={FileCheck2} title={t('list.none')} text={t('list.none_text')} />
      ) : (
        <DataTable
          label={t('list.title')}
          columns={columns}
          rows={ended}
          keyOf={(run) => run.run_id}
          open={open}
          onOpen={(run) => go({ screen: 'records', runId: run.run_id })}
        />
      )}
    </Panel>
  );
}
