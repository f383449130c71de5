import type { RunbookEntry } from '@ipc/contract';
import { Button } from '@mantine/core';
import { BookOpen, FolderOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../actions';
import { type Column, DataTable } from '../../components/data-table';
import { EmptyState } from '../../components/empty-state';
import { EnvironmentBadge } from '../../components/environment-badge';
import { KeyHint } from '../../components/key-hint';
import { Mono } from '../../components/mono';
import { Panel } from '../../components/panel';
import { Screen } from '../../components/screen';
import { useLocalText } from '../../i18n/use-local-text';
import { useApp } from '../../store/app-context';
import { ProblemCount } from '../home/runbooks-panel';
import css from './runbooks.module.css';
import { useOpenWorkspace } from './use-open-workspace';

export function RunbookList() {
  const { t } = useTranslation(['runbooks', 'common']);
  const local = useLocalText();
  const workspace = useApp((s) => s.workspace);
  const go = useApp((s) => s.go);
  const openWorkspace = useOpenWorkspace();
  useActions([
    { id: 'open-workspace', label: t('open_workspace'), section: 'here', keys: 'mod+O', run: openWorkspace },
  ]);
  const columns: readonly Column<RunbookEntry>[] = [
    { id: 'title', label: t('list.title'), render: (book) => local(book.title) },
    { id: 'file', label: t('list.file'), render: (book) => <Mono text={book.ref} /> },
    {
      id: 'where',
      label: t('list.where'),
      render: (book) => book.environments.map((e) => <EnvironmentBadge key={e} environment={e} />),
    },
    { id: 'state', label: t('list.state'), render: (book) => <ProblemCount problems={book.problems} /> },
  ];
  const open = (
    <Button
      variant="default"
      leftSection={<FolderOpen size={15} aria-hidden />}
      rightSection={<KeyHint keys="mod+O" />}
      onClick={openWorkspace}
    >
      {t('open_workspace')}
    </Button>
  );
  return (
    <Screen title={t('title')} aside={open}>
      <Panel title={workspace?.name ?? t('common:bar.no_workspace')} flush>
        {(workspace?.runbooks.length ?? 0) === 0 ? (
          <EmptyState icon={BookOpen} title={t('list.none')} text={t('list.none_text')} />
        ) : (
          <div className={css.list}>
            <DataTable
              label={t('title')}
              columns={columns}
              rows={workspace?.runbooks ?? []}
              keyOf={(book) => book.ref}
              onOpen={(book) => go({ screen: 'runbooks', ref: book.ref, preset: null })}
            />
          </div>
        )}
      </Panel>
    </Screen>
  );
}
