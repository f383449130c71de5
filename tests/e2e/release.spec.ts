/** The first evening with Holdpoint: a key, a good release, a record that anyone can check. */

import { expect, test } from './support/app';
import { verifyWithStockTools } from './support/auditor';
import {
  answerWithKey,
  awaitEnd,
  exportRecord,
  makeKey,
  passTheGate,
  startPractice,
} from './support/practice';

test('a good release is walked with the keyboard to a record that stock ssh-keygen accepts', async ({
  launchApp,
}) => {
  const { page, consoleErrors } = await launchApp();
  await makeKey(page);
  await startPractice(page, '1.5.0');
  await passTheGate(page);
  await answerWithKey(page, /The new version serves all customers/, 'y');
  await awaitEnd(page, 'Released');

  const bundle = await exportRecord(page);
  for (const role of ['operator', 'device'] as const) {
    const record = { file: 'record.json', role, namespace: 'holdpoint.record.v1@holdpoint.dev' };
    expect(verifyWithStockTools(bundle, record)).toMatchObject({
      code: 0,
      said: expect.stringContaining(`Good "${record.namespace}" signature`),
    });
    const sums = { file: 'SHA256SUMS', role, namespace: 'holdpoint.bundle.v1@holdpoint.dev' };
    expect(verifyWithStockTools(bundle, sums)).toMatchObject({ code: 0 });
  }

  await page.keyboard.press('v');
  const verified = page.getByRole('region', { name: 'Verify' });
  await expect(verified.getByText(/Nothing in this bundle was changed since it was signed/)).toBeVisible();
  await expect(verified.getByText('Fails')).toHaveCount(0);
  expect(consoleErrors).toEqual([]);
});
