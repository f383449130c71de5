import { useTranslation } from 'react-i18next';
import { Screen } from '../../components/screen';
import css from './home.module.css';
import { KeyPanel } from './key-panel';
import { LastRunsPanel } from './last-runs-panel';
import { PracticePanel } from './practice-panel';
import { RunbooksPanel } from './runbooks-panel';
import { RunningPanel } from './running-panel';

/** What goes on, what went on, and where to begin. */
export function HomeScreen() {
  const { t } = useTranslation(['home', 'common']);
  return (
    <Screen title={t('title')}>
      <div className={css.columns}>
        <div className={css.column}>
          <RunningPanel />
          <LastRunsPanel />
        </div>
        <div className={css.column}>
          <PracticePanel />
          <RunbooksPanel />
          <KeyPanel />
        </div>
      </div>
    </Screen>
  );
}
