/** The order in which the shell comes up: limits first, then handlers, the window last. */
import { app } from 'electron';
import { startCore } from './core-process';
import { createGrants } from './grants';
import { setupLog } from './log';
import { setupMenu } from './menu';
import { readOptions } from './options';
import { setupPermissions } from './permissions';
import { setupPortBroker } from './port-broker';
import { setupPower } from './power';
import { declareScheme, setupProtocol } from './protocol';
import { setupShellCalls } from './shell-calls';
import { claimDataDir } from './single-instance';
import { setupWebContentsLimits } from './web-contents-limits';
import { openWindow } from './window';

export function boot(): void {
  const options = readOptions(process.argv, process.env);
  setupLog();
  // Root has no sandbox of the system to use, and asking for both ends every child process at once.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  declareScheme();
  if (!claimDataDir(options.dataDir)) return;
  setupWebContentsLimits();
  app.on('window-all-closed', () => app.quit());
  // Not awaited: an ES module main that awaits this at top level never becomes ready.
  void app.whenReady().then(() => {
    setupPermissions();
    setupProtocol(options.appRoot);
    setupMenu();
    const core = startCore(options);
    const grants = createGrants(core);
    setupPower(core);
    setupPortBroker(core);
    setupShellCalls(grants, options);
    openWindow(options);
  });
}
