import { FolderGit2, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EnvironmentBadge } from '../components/environment-badge';
import { KeyHint } from '../components/key-hint';
import { useApp } from '../store/app-context';
import { openPalette } from './command-palette';
import { LanguageSwitch } from './language-switch';
import { LinkBadge } from './link-badge';
import { Mark } from './mark';
import { ThemeSwitch } from './theme-switch';
import css from './top-bar.module.css';

export function TopBar({ className }: { className: string }) {
  const { t } = useTranslation();
  return (
    <header className={`${css.bar} ${className}`}>
      <div className={css.brand}>
        <Mark />
        {t('app')}
      </div>
      <WorkspaceName />
      <div className={css.right}>
        <LinkBadge />
        <button type="button" className={css.palette} onClick={openPalette}>
          <Search size={14} aria-hidden />
          {t('bar.palette')}
          <KeyHint keys="mod+K" />
        </button>
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </header>
  );
}

function WorkspaceName() {
  const { t } = useTranslation();
  const workspace = useApp((s) => s.workspace);
  return (
    <div className={css.workspace} title={workspace?.path}>
      <FolderGit2 size={15} aria-hidden />
      <span>{workspace?.name ?? t('bar.no_workspace')}</span>
      {workspace?.practice === true && <EnvironmentBadge environment="practice" />}
    </div>
  );
}
