import type { i18n } from 'i18next';
import { Frame } from './frame/frame';
import { AppLanguage } from './i18n/app-language';
import { AppContext, type Services } from './store/app-context';
import { AppTheme } from './theme/app-theme';

/** The whole window: services, language, theme, frame. Tests render it with a fake core. */
export function App({ services, i18n }: { services: Services; i18n: i18n }) {
  return (
    <AppContext services={services}>
      <AppLanguage i18n={i18n}>
        <AppTheme>
          <Frame />
        </AppTheme>
      </AppLanguage>
    </AppContext>
  );
}
