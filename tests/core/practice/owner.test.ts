import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { endOfProcess } from '@core/practice/owner';
import { servePractice } from '@core/practice/serve';
import { practiceStatus } from '@core/practice/state-file';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appOptions, removeDir, tempDataDir } from '../../support/holdpoint';

let dataDir: string;
beforeEach(() => {
  dataDir = tempDataDir();
});
afterEach(() => removeDir(dataDir));

describe('a practice that belongs to an app', () => {
  it('is gone when the app is, even when that was killed', async () => {
    const owner = spawn('sleep', ['600'], { stdio: 'ignore' });
    const { nodeRunner, resourcesDir } = appOptions(dataDir);
    const signal = endOfProcess(owner.pid as number);
    let served: Promise<unknown> = Promise.resolve();
    await new Promise<void>((onReady) => {
      served = servePractice({ dataDir, nodeRunner, resourcesDir, signal, onReady: () => onReady() });
    });
    expect(practiceStatus(dataDir).state).toBe('up');
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    await expect(served).resolves.toMatchObject({ ok: true });
    expect(practiceStatus(dataDir).state).toBe('down');
  });

  it('does not begin for an app that is gone already', async () => {
    const owner = spawn('true', { stdio: 'ignore' });
    await once(owner, 'exit');
    const signal = endOfProcess(owner.pid as number);
    await expect.poll(() => signal.aborted).toBe(true);
  });
});
