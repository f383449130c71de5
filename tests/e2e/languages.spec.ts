/** Chinese is a language of its own here: no English words are left over, and nothing is cut off by it. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/app';
import { setLanguage } from './support/look';

/** Names and terms that are the same in every language, and words of the runbook's author and of this machine. */
const ALLOWED = [
  /^(Holdpoint|SSH|SHA|SHA256|Ed25519|ssh|ed25519|YAML|zip|ZIP|Node|Electron|SQLite|MB|URL|HTTP|GET|POST)$/,
  /^(Ctrl|Enter|Esc|Shift|English)$/,
  /^(app|practice|operator|root|version|semver|release|yaml|error|rate|users|waiting|ramp|technical|json)$/,
  /^(Version|release)$/, // the title of the input has one language only,
];

/** Commands and files; what says itself to be of another language; rules, which quote what a program answers. */
const LEFT_OUT = 'script, style, pre, [lang]:not(html), [aria-label="通过条件"]';

/**
 * Latin words of three letters and more that are shown outside of commands, file text, output and typed values. What a
 * machine or an author named (paths, hosts, digests) is set in a fixed-width font and left out.
 */
function latinWords(page: Page): Promise<string[]> {
  return page.evaluate((leftOut) => {
    const words: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      if (element === null || !element.checkVisibility() || element.closest(leftOut) !== null) continue;
      if (/mono/i.test(getComputedStyle(element).fontFamily)) continue;
      words.push(...(node.textContent?.match(/[A-Za-z]{3,}[A-Za-z0-9]*/g) ?? []));
    }
    return words;
  }, LEFT_OUT);
}

/** What scrolls sideways although it is no command and no file. */
function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [document.documentElement, ...document.body.querySelectorAll('*')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      .filter(
        (element) =>
          ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) || element.tagName === 'HTML',
      )
      .filter((element) => element.querySelector('pre, code') === null && element.closest('pre') === null)
      .map(
        (element) =>
          `${element.tagName} ${element.className}: ${element.scrollWidth} > ${element.clientWidth}`,
      ),
  );
}

test('in Simplified Chinese no English words are left and nothing overflows', async ({ launchApp }) => {
  const { page } = await launchApp({ size: '1280x800' });
  const problems: string[] = [];
  const check = async (where: string) => {
    const words = (await latinWords(page)).filter((word) => !ALLOWED.some((allowed) => allowed.test(word)));
    problems.push(...[...new Set(words)].map((word) => `${where}: ${word}`));
    problems.push(...(await sideways(page)).map((what) => `${where}: ${what}`));
  };
  const asked = (text: RegExp) => page.getByRole('region', { name: text });
  const answer = async (text: RegExp, key: string) => {
    await expect(asked(text)).toHaveAttribute('data-armed', 'true', { timeout: 60_000 });
    await page.keyboard.press(key);
    await expect(asked(text)).toBeHidden();
  };

  await setLanguage(page, 'zh');
  await expect(page.getByRole('heading', { level: 1, name: '首页' })).toBeVisible();
  await check('home');
  await expect(page.getByRole('button', { name: /1\.5\.1/ })).toBeEnabled();
  await page.keyboard.press('b');
  await expect(page.getByRole('heading', { level: 1, name: '订单服务演练发布' })).toBeVisible({
    timeout: 60_000, // the practice target comes up first
  });
  await expect(page.getByRole('button', { name: /^开始/ })).toBeEnabled();
  await check('reader');
  await page.keyboard.press('Control+Enter');
  await expect(asked(/我已阅读该版本的变更日志/)).toHaveAttribute('data-armed', 'true', { timeout: 60_000 });
  await check('run, asked');
  await answer(/我已阅读该版本的变更日志/, 'y');
  await expect(asked(/是否放行/)).toBeVisible();
  await check('run, gate');
  await page.keyboard.press('Control+1');
  await expect(page.getByText(/等待人工处理/)).toBeVisible();
  await check('home, a run waits');
  await page.keyboard.press('Control+Enter');
  await answer(/是否放行/, 'y');
  await expect(page.getByRole('figure').first()).toBeVisible({ timeout: 60_000 });
  await check('run, observing');
  await page.keyboard.press('r');
  await expect(page.getByRole('dialog')).toBeVisible();
  await check('rollback sheet');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '已回滚' })).toBeVisible({ timeout: 60_000 });
  await check('end of run');
  await page.keyboard.press('Control+3');
  await page.getByRole('button', { name: /订单服务演练发布 1\.5\.1/ }).click();
  await page.keyboard.press('v');
  await expect(page.getByRole('region', { name: '核验' }).getByRole('status')).toBeVisible();
  await check('record');
  await page.keyboard.press('Control+4');
  await check('settings');
  expect(problems).toEqual([]);
});
