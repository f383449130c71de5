/** The bad release: seen on a chart, judged with its arithmetic, taken back with one key. */
import { expect, test } from './support/app';
import {
  awaitEnd,
  awaitQuestion,
  checklist,
  exportRecord,
  makeKey,
  passTheGate,
  startPractice,
} from './support/practice';
import { corePids } from './support/processes';

test('a bad release is caught on the chart and rolled back, and the record of it verifies', async ({
  launchApp,
}) => {
  const launched = await launchApp();
  const { app, page, consoleErrors } = launched;
  await makeKey(page);
  await startPractice(page, '1.5.1');
  await passTheGate(page);

  // Which of the two metrics breaks first is for the machine to say; the arithmetic is shown for the one that did.
  await awaitQuestion(page, /(p95|error-rate) [\d.]+( s)? > [\d.]+( s)? for \d+ s \(needs 3 s\): fail$/);
  const observed = page.getByRole('region', { name: 'Observation' });
  const chart = observed.getByRole('figure', { name: /^95th percentile of the new version Fail p95/ });
  await expect(chart).toBeVisible();
  await expect(chart.getByText('fails above 0.8 s')).toBeVisible();
  await expect(observed.getByText('Breached')).toBeVisible();

  await page.keyboard.press('r');
  const sheet = page.getByRole('dialog', { name: /Roll back/ });
  await expect(
    sheet.getByRole('heading', { name: /\d changes will be taken back, in this order/ }),
  ).toBeVisible();
  const undone = sheet.getByRole('list').first().getByRole('listitem');
  await expect(undone.first()).toContainText('percent of the traffic');
  await expect(undone.last()).toContainText('Upload the release file');
  await page.keyboard.press('Enter');
  await expect(sheet).toBeHidden();

  await awaitEnd(page, 'Rolled back');
  await expect(
    checklist(page).getByRole('button', { name: /Start the new version .* Undone/ }),
  ).toBeVisible();
  const [core] = await corePids(launched);
  expect(core).toBeGreaterThan(0);
  expect(core).not.toBe(app.process().pid);

  await exportRecord(page);
  await page.keyboard.press('v');
  await expect(page.getByText(/Nothing in this bundle was changed since it was signed/)).toBeVisible();
  expect(consoleErrors).toEqual([]);
});
