import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme } from 'electron';
import { logLine } from './log';
import type { ShellOptions } from './options';
import { appOrigin } from './protocol';
import { setupZoomKeys } from './zoom-keys';

export function openWindow({ appRoot, windowSize }: ShellOptions): BrowserWindow {
  const window = new BrowserWindow({
    ...windowSize,
    useContentSize: true,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Holdpoint',
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#12151a' : '#ffffff',
    webPreferences: {
      preload: join(appRoot, 'out', 'preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  setupZoomKeys(window.webContents);
  // A run goes on when its renderer is gone; the person must get the window back without restarting the app.
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    logLine('window', `the renderer ended (${reason})`);
    if (reason !== 'clean-exit' && !window.isDestroyed()) window.webContents.reload();
  });
  window.once('ready-to-show', () => window.show());
  window.loadURL(`${appOrigin}/`).catch((error: Error) => logLine('window', error.message));
  return window;
}
