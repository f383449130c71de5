import { useTranslation } from 'react-i18next';
import { FactList } from '../../components/fact-list';
import { Mono } from '../../components/mono';
import { Panel } from '../../components/panel';
import { useApp } from '../../store/app-context';
import css from './settings.module.css';

/** Versions that really run: asked of the running core. */
export function AboutPanel() {
  const { t } = useTranslation(['settings', 'common']);
  const info = useApp((s) => s.info);
  if (info === null) return <Panel title={t('about.title')}>{t('common:loading')}</Panel>;
  const mode = info.read_only === null ? t('about.writable') : t('about.read_only', { why: info.read_only });
  return (
    <Panel title={t('about.title')}>
      <p className={css.note}>{t('about.versions')}</p>
      <FactList
        facts={[
          { label: t('about.app'), value: info.version },
          { label: t('about.electron'), value: info.electron ?? t('about.no_electron') },
          { label: t('about.node'), value: info.node },
          { label: t('about.sqlite'), value: info.sqlite },
          { label: t('about.data_dir'), value: <Mono text={info.data_dir} /> },
          { label: t('about.actor'), value: info.actor },
          { label: t('about.mode'), value: mode },
        ]}
      />
    </Panel>
  );
}
