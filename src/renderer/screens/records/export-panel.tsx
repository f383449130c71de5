import { Button, Checkbox } from '@mantine/core';
import { FolderOpen, FolderOutput } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../../actions';
import { KeyHint } from '../../components/key-hint';
import { Mono } from '../../components/mono';
import { Panel } from '../../components/panel';
import css from './records.module.css';
import { useExport } from './use-export';

export function ExportPanel({ runId }: { runId: string }) {
  const { t } = useTranslation(['records', 'common']);
  const exporting = useExport(runId);
  useActions([
    {
      id: 'export',
      label: t('export.action'),
      section: 'here',
      keys: 'E',
      icon: FolderOutput,
      run: exporting.toDefault,
    },
    { id: 'export-to', label: t('export.choose'), section: 'here', keys: 'shift+E', run: exporting.toChosen },
  ]);
  return (
    <Panel title={t('export.title')}>
      <p className={css.dim}>{t('export.text')}</p>
      <div className={css.acts}>
        <Button
          leftSection={<FolderOutput size={15} aria-hidden />}
          rightSection={<KeyHint keys="E" />}
          loading={exporting.busy}
          onClick={exporting.toDefault}
        >
          {t('export.button')}
        </Button>
        <Button
          variant="default"
          rightSection={<KeyHint keys="shift+E" />}
          disabled={exporting.busy}
          onClick={exporting.toChosen}
        >
          {t('export.choose')}
        </Button>
        <Checkbox
          label={t('export.zip')}
          checked={exporting.zip}
          onChange={(event) => exporting.setZip(event.currentTarget.checked)}
        />
      </div>
      {exporting.exported !== null && (
        <div className={css.done} role="status">
          <span>{t('export.done', { count: exporting.exported.files })}</span>
          <Mono text={exporting.exported.path} />
          {exporting.openFolder !== null && (
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<FolderOpen size={14} aria-hidden />}
              onClick={exporting.openFolder}
            >
              {t('export.open')}
            </Button>
          )}
        </div>
      )}
    </Panel>
  );
}
