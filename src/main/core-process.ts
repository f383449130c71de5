import { join } from 'node:path';
import type { CoreProcessMessage } from '@ipc/core-process';
import type { CoreState } from '@ipc/shell';
import { app, dialog, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';
import { logLine } from './log';
import { messages } from './messages';
import type { ShellOptions } from './options';
import { RestartBudget } from './restart-budget';

export interface CoreProcess {
  /** Sends to the running core; what it cannot get because it is down, `onState('starting')` must send again. */
  tell(message: CoreProcessMessage, ports?: MessagePortMain[]): void;
  onState(listener: (state: CoreState) => void): void;
}

const restartDelayMs = 200;

/** Keeps one core process running: a run goes on from its ledger, so a new core is always the right answer. */
export function startCore(options: ShellOptions): CoreProcess {
  const budget = new RestartBudget(5, 60_000);
  const listeners: ((state: CoreState) => void)[] = [];
  let child: UtilityProcess | null = null;
  let quitting = false;

  const announce = (state: CoreState) => {
    for (const listener of listeners) listener(state);
  };
  const launch = () => {
    child = fork(options);
    child.once('exit', ended);
    announce('starting');
  };
  const ended = (code: number) => {
    child = null;
    if (quitting) return;
    logLine('core', `the core process ended with code ${code}`);
    if (budget.take(performance.now())) {
      announce('down');
      setTimeout(launch, restartDelayMs);
    } else {
      announce('given-up');
      giveUp();
    }
  };

  app.once('before-quit', () => {
    quitting = true;
  });
  app.once('will-quit', () => child?.kill());
  launch();
  return {
    tell: (message, ports = []) => child?.postMessage(message, ports),
    onState: (listener) => listeners.push(listener),
  };
}

function fork({ appRoot, dataDir }: ShellOptions): UtilityProcess {
  const entry = join(appRoot, 'out', 'core', 'index.js');
  const argv = ['--data-dir', dataDir, '--app-root', appRoot, '--owner-pid', String(process.pid)];
  return utilityProcess.fork(entry, argv, { serviceName: 'Holdpoint core', stdio: 'inherit' });
}

function giveUp(): void {
  const { coreGone } = messages(app.getLocale());
  logLine('core', 'it ended more than five times in a minute and is not started again');
  void dialog.showMessageBox({ type: 'error', message: coreGone.message, detail: coreGone.detail });
}
