import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { root } from '../../scripts/lib/place.mjs';
import { setLanguage, setTheme } from '../e2e/support/look';
import { withFewerColours } from './fewer-colours';

export interface Shot {
  readonly name: string;
  readonly suffix?: string;
  /** Opens what is pictured after theme and language were set, and closes it again. */
  open?(): Promise<void>;
  close?(): Promise<void>;
}

/** Pictures what the window shows in both themes and both languages; ends light and English. */
export async function takeAll(page: Page, { name, suffix = '', open, close }: Shot): Promise<void> {
  const looks = [
    ['dark', 'zh'],
    ['light', 'zh'],
    ['dark', 'en'],
    ['light', 'en'],
  ] as const;
  for (const [theme, language] of looks) {
    await setTheme(page, theme);
    await setLanguage(page, language);
    await page.mouse.move(0, 0);
    await open?.();
    const path = join(root, 'docs', 'screenshots', `${name}-${theme}-${language}${suffix}.png`);
    await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
    withFewerColours(path);
    await close?.();
  }
}

export const resize = (app: ElectronApplication, width: number, height: number): Promise<void> =>
  app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h), [
    width,
    height,
  ] as const);
