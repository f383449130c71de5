import { render } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { App } from '../../../src/renderer/app';
import { createI18n } from '../../../src/renderer/i18n/i18n';
import type { Language } from '../../../src/renderer/i18n/languages';
import { createServices } from '../../../src/renderer/store/app-context';
import type { View } from '../../../src/renderer/store/view';
import type { FakeCore } from './fake-core';

/** The whole window over a fake core, at a view. */
export function renderApp(core: FakeCore, view: View = { screen: 'home' }, language: Language = 'en') {
  core.data.settings = { ...core.data.settings, locale: language };
  const services = createServices(core.bridge);
  services.store.getState().go(view);
  const i18n = createI18n(language);
  const user = userEvent.setup();
  return { ...render(<App services={services} i18n={i18n} />), services, user, i18n };
}
