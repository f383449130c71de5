/** One good release on the command line, then a bad one in the window, pictured where it stands still. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, temporaryFolder, test } from '../e2e/support/app';
import {
  answerWithKey,
  awaitEnd,
  awaitQuestion,
  exportRecord,
  openPlan,
  startPractice,
} from '../e2e/support/practice';
import { holdpoint, practiceAnswers, practiceRun } from '../support/cli';
import { resize, takeAll } from './pictures';

test('pictures of the main places', async ({ launchApp }) => {
  const folder = temporaryFolder();
  const dataDir = join(folder, 'data');
  const good = await holdpoint(practiceRun('1.5.0', '--answers', practiceAnswers), { dataDir });
  expect(good.code, good.stderr).toBe(0);

  const { app, page } = await launchApp({ dataDir });
  await openPlan(page, '1.5.1');
  await takeAll(page, { name: 'reader' });
  await page.keyboard.press('Control+1');
  await startPractice(page, '1.5.1');
  await answerWithKey(page, /I have read the change log/, 'y');
  await awaitQuestion(page, /Do we go\?/);
  await takeAll(page, { name: 'run-step' });
  await answerWithKey(page, /Do we go\?/, 'y');

  await awaitQuestion(page, /\(needs 3 s\): fail$/);
  await takeAll(page, { name: 'run-verdict' });
  await resize(app, 1920, 1080);
  await takeAll(page, { name: 'run-verdict', suffix: '-wide' });
  await resize(app, 1280, 800);
  await page.keyboard.press('Control+1');
  await takeAll(page, { name: 'home' });
  await page.keyboard.press('Control+Enter');
  const sheet = page.getByRole('dialog');
  await takeAll(page, {
    name: 'rollback-sheet',
    open: async () => {
      await page.keyboard.press('r');
      await expect(sheet).toBeVisible();
    },
    close: async () => {
      await page.keyboard.press('Escape');
      await expect(sheet).toBeHidden();
    },
  });
  await page.keyboard.press('r');
  await expect(sheet).toBeVisible();
  await page.keyboard.press('Enter');
  await awaitEnd(page, 'Rolled back');
  await exportRecord(page);
  await page.keyboard.press('v');
  await expect(page.getByText(/Nothing in this bundle was changed since it was signed/)).toBeVisible();
  const verified = page.getByRole('region', { name: /^(Verify|核验)$/ });
  await takeAll(page, { name: 'record', open: () => verified.evaluate((panel) => panel.scrollIntoView()) });
  rmSync(folder, { recursive: true, force: true });
});
