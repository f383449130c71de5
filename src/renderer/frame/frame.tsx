import { useTranslation } from 'react-i18next';
import { Banner } from './banner';
import { CommandPalette } from './command-palette';
import { CurrentScreen } from './current-screen';
import css from './frame.module.css';
import { useFrameActions } from './frame-actions';
import { KeyDialog } from './key-dialog';
import { Notices } from './notices';
import { OfferedKeys } from './offered-keys';
import { ShortcutsDialog } from './shortcuts-dialog';
import { SideNav } from './side-nav';
import { TopBar } from './top-bar';

/** What is around every screen. */
export function Frame() {
  const { t } = useTranslation();
  useFrameActions();
  return (
    <div className={css.frame}>
      <a className={css.skip} href="#content">
        {t('skip_to_content')}
      </a>
      <TopBar className={css.bar ?? ''} />
      <Banner className={css.banner ?? ''} />
      <SideNav className={css.nav ?? ''} />
      <main id="content" className={css.main} tabIndex={-1}>
        <CurrentScreen />
      </main>
      <Notices />
      <CommandPalette />
      <ShortcutsDialog />
      <KeyDialog />
      <OfferedKeys />
    </div>
  );
}
