/**
 * The window over the fake core in a plain browser, to look at: `?view={"screen":"home"}&locale=en&theme=dark`.
 * Built by `vite build tests/renderer/preview`; the page has the content security policy of the app.
 */
import '../../../src/renderer/theme/global.css';
import { createRoot } from 'react-dom/client';
import { App } from '../../../src/renderer/app';
import { readNonce, shareNonce } from '../../../src/renderer/csp-nonce';
import { createI18n } from '../../../src/renderer/i18n/i18n';
import { createServices } from '../../../src/renderer/store/app-context';
import { seededCore } from '../support/seed';

const query = new URLSearchParams(window.location.search);
const core = seededCore();
core.data.settings = {
  locale: query.get('locale') === 'zh-CN' ? 'zh-CN' : 'en',
  theme: query.get('theme') === 'dark' ? 'dark' : 'light',
};
if (query.has('read_only'))
  core.data.info = { ...core.data.info, read_only: 'another window holds this ledger' };
if (query.has('no_key')) core.data.keys = { ...core.data.keys, operator: null };
shareNonce(readNonce());
const services = createServices(core.bridge);
services.store.getState().go(JSON.parse(query.get('view') ?? '{"screen":"home"}'));
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(<App services={services} i18n={createI18n(core.data.settings.locale)} />);
Object.assign(window, { preview: { core, services } });
