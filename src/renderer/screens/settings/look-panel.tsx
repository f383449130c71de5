import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../components/panel';
import { LANGUAGES, type Language } from '../../i18n/languages';
import { useApp } from '../../store/app-context';
import type { Settings } from '../../store/session';
import css from './settings.module.css';

const THEMES = ['system', 'light', 'dark'] as const satisfies readonly Settings['theme'][];

export function LookPanel() {
  const { t, i18n } = useTranslation(['settings', 'common']);
  const settings = useApp((s) => s.settings);
  const changeSettings = useApp((s) => s.changeSettings);
  return (
    <Panel title={t('look.title')}>
      <div className={css.look}>
        <fieldset className={css.choice}>
          <legend>{t('look.language')}</legend>
          <SegmentedControl<Language>
            aria-label={t('look.language')}
            value={settings?.locale ?? (i18n.language as Language)}
            onChange={(locale) => void changeSettings({ locale })}
            data={LANGUAGES.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </fieldset>
        <fieldset className={css.choice}>
          <legend>{t('look.theme')}</legend>
          <SegmentedControl<Settings['theme']>
            aria-label={t('look.theme')}
            value={settings?.theme ?? 'system'}
            onChange={(theme) => void changeSettings({ theme })}
            data={THEMES.map((theme) => ({ value: theme, label: t(`common:bar.theme_${theme}`) }))}
          />
        </fieldset>
      </div>
    </Panel>
  );
}
