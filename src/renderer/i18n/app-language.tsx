import type { i18n } from 'i18next';
import { type ReactNode, useEffect } from 'react';
import { I18nextProvider } from 'react-i18next';
import { useApp } from '../store/app-context';

/** The translator for everything below. The language follows the settings that core keeps. */
export function AppLanguage({ i18n, children }: { i18n: i18n; children: ReactNode }) {
  const chosen = useApp((s) => s.settings?.locale);
  useEffect(() => {
    if (chosen !== undefined && chosen !== i18n.language) void i18n.changeLanguage(chosen);
  }, [chosen, i18n]);
  return <I18nextProvider i18n={i18n}>{children}</I18nextProvider>;
}
