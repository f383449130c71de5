/** One data folder, one writer, whoever opens it second. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, expect, temporaryFolder, test } from './support/app';
import { shortRun } from './support/finished-run';
import { corePids } from './support/processes';

test('a second start on the same data brings the first window to front and ends with 0', async ({
  launchApp,
}) => {
  const launched = await launchApp();
  const { app, dataDir } = launched;
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  const folder = temporaryFolder();
  const { executable, args, env } = await commandLine({ dataDir }, folder);
  const second = spawn(executable, args, { env, stdio: 'ignore' });
  const [code] = await once(second, 'close');
  expect(code).toBe(0);
  const visible = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()));
  await expect.poll(visible).toEqual([true]);
  expect(await corePids(launched)).toHaveLength(1);
  rmSync(folder, { recursive: true, force: true });
});

test('a window on data that a terminal holds can look, says who holds it, and starts nothing', async ({
  launchApp,
}) => {
  const folder = temporaryFolder();
  const dataDir = join(folder, 'data');
  const begun = join(folder, 'begun');
  const release = join(folder, 'release');
  const held = shortRun(folder, dataDir, `touch ${begun}; while [ ! -e ${release} ]; do sleep 0.1; done`);
  await expect.poll(() => existsSync(begun)).toBe(true);

  const { page } = await launchApp({ dataDir });
  const banner = page.getByRole('status').filter({ hasText: 'Read-only' });
  await expect(banner).toContainText(/command line of \S+ \(process \d+\)/);
  await expect(page.getByRole('button', { name: /Good release 1\.5\.0/ })).toBeDisabled();
  await expect(page.getByRole('region', { name: 'Under way' })).toContainText('A short run');
  writeFileSync(release, '');
  expect((await held).code).toBe(0);
  rmSync(folder, { recursive: true, force: true });
});
