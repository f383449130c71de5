/** WCAG 2.2 A and AA as far as axe can see it, on every screen, in both themes. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support/app';
import { setTheme } from './support/look';
import {
  answerWithKey,
  awaitEnd,
  awaitQuestion,
  exportRecord,
  makeKey,
  openPlan,
  startPractice,
} from './support/practice';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What is wrong with the window as it stands, one line per element. */
async function violations(page: Page, where: string): Promise<readonly string[]> {
  // Electron opens no further page, which axe would use for frames; there are none.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).withTags(TAGS);
  const { violations: found, passes } = await axe.analyze();
  // That nothing was found means something only where it was looked for.
  expect(passes.map(({ id }) => id)).toContain('color-contrast');
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${where}: ${id} at ${target.join(' ')}: ${failureSummary}`),
  );
}

interface Overlay {
  open(): Promise<void>;
  close(): Promise<void>;
}

function checker(page: Page) {
  const found: string[] = [];
  const check = async (where: string, overlay?: Overlay) => {
    for (const theme of ['light', 'dark'] as const) {
      await setTheme(page, theme);
      await overlay?.open();
      found.push(...(await violations(page, `${where}, ${theme}`)));
      await overlay?.close();
    }
  };
  return { found, check };
}

/** A dialog that a key or a button opens and Escape closes. */
function dialogOf(page: Page, name: RegExp, open: () => Promise<void>): Overlay {
  const dialog = page.getByRole('dialog', { name });
  return {
    open: async () => {
      await open();
      await expect(dialog).toBeVisible();
      // Contrast is what it is once the dialog has faded in.
      await expect.poll(() => page.evaluate(() => document.getAnimations().length)).toBe(0);
    },
    close: async () => {
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    },
  };
}

test('no screen has a violation that axe can see, light or dark', async ({ launchApp }) => {
  const { page } = await launchApp();
  const { found, check } = checker(page);
  const pressing = (key: string) => () => page.keyboard.press(key);
  const choose = () => page.getByRole('button', { name: 'Choose a key' }).click();
  await check('home');
  await check('key dialog', dialogOf(page, /Key that signs for you/, choose));
  await check('help', dialogOf(page, /Keys/, pressing('?')));
  await check('palette', {
    open: async () => {
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('textbox')).toBeFocused();
    },
    close: async () => {
      await page.keyboard.press('Escape');
      await expect(page.getByRole('textbox')).toBeHidden();
    },
  });
  await makeKey(page);
  await page.keyboard.press('Control+4');
  await check('settings');
  await page.keyboard.press('Control+2');
  await check('runbooks');
  await page.keyboard.press('Control+1');
  await openPlan(page, '1.5.1');
  await check('reader');

  await page.keyboard.press('Control+1');
  await startPractice(page, '1.5.1');
  await awaitQuestion(page, /I have read the change log/);
  await check('run, attestation');
  await answerWithKey(page, /I have read the change log/, 'y');
  await awaitQuestion(page, /Do we go\?/);
  await check('run, gate');
  await answerWithKey(page, /Do we go\?/, 'y');
  await expect(page.getByRole('figure').first()).toBeVisible({ timeout: 60_000 });
  await check('run, observing');
  const sheet = dialogOf(page, /Roll back/, pressing('r'));
  await check('rollback sheet', sheet);
  await sheet.open();
  await page.keyboard.press('Enter');
  await awaitEnd(page, 'Rolled back');
  await check('end of run');

  await page.keyboard.press('Control+3');
  await check('records');
  await page.getByRole('button', { name: /Practice release of the order service 1\.5\.1/ }).click();
  await exportRecord(page);
  await page.keyboard.press('v');
  await expect(page.getByText(/Nothing in this bundle was changed since it was signed/)).toBeVisible();
  await check('record and its verification');
  expect(found).toEqual([]);
});
