import { powerMonitor } from 'electron';
import type { CoreProcess } from './core-process';

/** Core must know of a sleep: its connections are dead after it and its clocks have stood still. */
export function setupPower(core: CoreProcess): void {
  powerMonitor.on('suspend', () => core.tell({ type: 'power', event: 'suspend' }));
  powerMonitor.on('resume', () => core.tell({ type: 'power', event: 'resume' }));
}
