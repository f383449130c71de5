import { useTranslation } from 'react-i18next';
import { Screen } from '../../components/screen';
import { AboutPanel } from './about-panel';
import { KeySettings } from './key-settings';
import { LookPanel } from './look-panel';
import css from './settings.module.css';

export function SettingsScreen() {
  const { t } = useTranslation(['settings', 'common']);
  return (
    <Screen title={t('title')}>
      <div className={css.panels}>
        <LookPanel />
        <KeySettings />
        <AboutPanel />
      </div>
    </Screen>
  );
}
