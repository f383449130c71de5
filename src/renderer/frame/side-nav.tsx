import { useTranslation } from 'react-i18next';
import { KeyHint } from '../components/key-hint';
import { useApp } from '../store/app-context';
import { PLACES } from './frame-actions';
import css from './side-nav.module.css';

export function SideNav({ className }: { className: string }) {
  const { t } = useTranslation();
  const current = useApp((s) => s.view.screen);
  const go = useApp((s) => s.go);
  return (
    <nav className={`${css.nav} ${className}`} data-compact={current === 'run'} aria-label={t('nav.label')}>
      {PLACES.map(({ screen, icon: Icon, keys, view }) => (
        <button
          key={screen}
          type="button"
          className={css.item}
          aria-current={screen === current ? 'page' : undefined}
          aria-keyshortcuts={keys.replace('mod', 'Control')}
          onClick={() => go(view)}
        >
          <Icon size={17} aria-hidden />
          <span className={css.label}>{t(`nav.${screen}`)}</span>
          <span className={css.keys}>
            <KeyHint keys={keys} />
          </span>
        </button>
      ))}
    </nav>
  );
}
