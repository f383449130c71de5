import { LoaderCircle, Lock, PlugZap } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../store/app-context';
import css from './banner.module.css';

/** What limits the whole window: core is away, or nothing may be changed. The worst alone is shown. */
export function Banner({ className }: { className: string }) {
  const { t } = useTranslation();
  const link = useApp((s) => s.link);
  const readOnly = useApp((s) => s.info?.read_only ?? null);
  return (
    <div className={className} role="status">
      {link === 'given-up' && (
        <p className={css.banner} data-tone="bad">
          <PlugZap size={16} aria-hidden /> {t('link.given-up')}
        </p>
      )}
      {link === 'restarting' && (
        <p className={css.banner} data-tone="wait">
          <LoaderCircle size={16} aria-hidden /> {t('link.restarting')}
        </p>
      )}
      {link !== 'given-up' && readOnly !== null && (
        <p className={css.banner} data-tone="wait">
          <Lock size={16} aria-hidden /> {t('bar.read_only', { why: readOnly })}
        </p>
      )}
    </div>
  );
}
