import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';
import { logLine } from './log';

/**
 * One window per data folder: Electron's lock is per `userData`, so that lies inside the data folder. The lock is
 * for comfort (and per user and machine); what protects the ledger is core's own lock.
 */
export function claimDataDir(dataDir: string): boolean {
  const userData = join(dataDir, 'window');
  try {
    mkdirSync(userData, { recursive: true, mode: 0o700 });
  } catch (error) {
    logLine('shell', `the data folder ${dataDir} cannot be used: ${(error as Error).message}`);
    app.exit(2);
    return false;
  }
  app.setPath('userData', userData);
  app.setPath('sessionData', userData);
  if (!app.requestSingleInstanceLock()) {
    process.stdout.write(`Holdpoint is already open on ${dataDir}; its window is in front now.\n`);
    app.exit(0);
    return false;
  }
  app.on('second-instance', focusFirstWindow);
  return true;
}

function focusFirstWindow(): void {
  const window = BrowserWindow.getAllWindows()[0];
  if (!window) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
