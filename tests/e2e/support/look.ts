/** Theme and language through the header, as a person sets them. */
import type { Page } from '@playwright/test';

export type Theme = 'light' | 'dark';
export type Language = 'en' | 'zh';

const LANGUAGES = { en: 'English', zh: '简体中文' } as const;
const TO = { light: /^(Light theme|浅色主题)$/, dark: /^(Dark theme|深色主题)$/ } as const;

export async function setTheme(page: Page, theme: Theme): Promise<void> {
  const button = page.getByRole('banner').getByRole('button', { name: TO[theme] });
  // The button names the other theme; without it, this one is on.
  if (await button.isVisible()) await button.click();
  await page.locator(`html[data-mantine-color-scheme="${theme}"]`).waitFor();
}

export async function setLanguage(page: Page, language: Language): Promise<void> {
  const current = page.getByRole('banner').getByRole('button', { name: /^(Language: |语言：)/ });
  if ((await current.textContent())?.includes(LANGUAGES[language])) return;
  await current.click();
  await page.getByRole('menuitem', { name: LANGUAGES[language] }).click();
  await page.getByRole('menu').waitFor({ state: 'hidden' });
}
