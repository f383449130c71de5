import './theme/global.css';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { electronBridge } from './bridge/electron-bridge';
import { readNonce, shareNonce } from './csp-nonce';
import { createI18n } from './i18n/i18n';
import { createServices } from './store/app-context';

const bridge = electronBridge();
if (bridge === undefined) throw new Error('this page works in Holdpoint only: window.holdpoint is missing');
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

shareNonce(readNonce());
const i18n = createI18n(bridge.systemLanguage.startsWith('zh') ? 'zh-CN' : 'en');
createRoot(root).render(<App services={createServices(bridge)} i18n={i18n} />);
