import { once } from 'node:events';
import type { ElectronApplication } from '@playwright/test';

const graceMs = 10_000;

/** Asks the app to quit, as a person would, and kills it when it does not. */
export async function closeApp(app: ElectronApplication): Promise<void> {
  const child = app.process();
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const killer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  // The answer gets lost when the app is gone before it; that it ended is what counts.
  await app.close().catch(() => undefined);
  await ended;
  clearTimeout(killer);
}
