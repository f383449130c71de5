/** The practice release as an operator walks it: with the keyboard, answering only what is asked. */
import { expect, type Locator, type Page } from '@playwright/test';

export const homeHeading = (page: Page): Locator => page.getByRole('heading', { level: 1, name: 'Home' });

/** Lets Holdpoint make a signing key, without a passphrase, as the first run offers it. */
export async function makeKey(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Choose a key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Key that signs for you' });
  await dialog.getByRole('radio', { name: 'Make a new key' }).click();
  await dialog.getByRole('button', { name: 'Make the key' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Records are now signed with SHA256:')).toBeVisible();
}

/** From home to the plan of a practice release; nothing runs yet. */
export async function openPlan(page: Page, version: '1.5.0' | '1.5.1'): Promise<void> {
  await expect(homeHeading(page)).toBeVisible();
  await expect(page.getByRole('button', { name: /Good release 1\.5\.0/ })).toBeEnabled();
  await page.keyboard.press(version === '1.5.0' ? 'g' : 'b');
  // The practice target comes up first, which takes its time on a busy machine.
  await expect(page.getByRole('button', { name: /^Start/ })).toBeEnabled({ timeout: 60_000 });
}

/** From home into the run. */
export async function startPractice(page: Page, version: '1.5.0' | '1.5.1'): Promise<void> {
  await openPlan(page, version);
  await page.keyboard.press('Control+Enter');
  await expect(checklist(page)).toBeVisible();
}

export const checklist = (page: Page): Locator => page.getByRole('navigation', { name: 'Checklist' });

/** The line of a step in the checklist. */
export const stepLine = (page: Page, title: string): Locator =>
  checklist(page).getByRole('button', { name: title });

/** The open question with this text. */
export const question = (page: Page, text: RegExp): Locator => page.getByRole('region', { name: text });

/** Waits for a question and until it takes keys: a key meant for the one before must not answer it. */
export async function awaitQuestion(page: Page, text: RegExp): Promise<Locator> {
  const asked = question(page, text);
  await expect(asked).toBeVisible({ timeout: 60_000 });
  await expect(asked).toHaveAttribute('data-armed', 'true');
  return asked;
}

/** Answers a question that asks for no reason with one key. */
export async function answerWithKey(page: Page, text: RegExp, key: string): Promise<void> {
  const asked = await awaitQuestion(page, text);
  await page.keyboard.press(key);
  await expect(asked).toBeHidden();
}

/** Past the reading of the change log and the go; what follows changes the target. */
export async function passTheGate(page: Page): Promise<void> {
  await answerWithKey(page, /I have read the change log/, 'y');
  await answerWithKey(page, /Do we go\?/, 'y');
}

/** Waits for the end of the run and for its signed record. */
export async function awaitEnd(page: Page, result: 'Released' | 'Rolled back'): Promise<void> {
  const end = page.getByRole('region', { name: 'Result' });
  await expect(end.getByRole('heading', { name: result, exact: true })).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText(/^Record sealed, 2 signatures$/)).toBeVisible();
}

/** From the end of a run to its record; exports it and tells the folder. */
export async function exportRecord(page: Page): Promise<string> {
  await page.keyboard.press('e');
  const panel = page.getByRole('region', { name: 'Export' });
  await expect(panel).toBeVisible();
  await page.keyboard.press('e');
  const done = panel.getByRole('status');
  await expect(done).toContainText('files written to');
  return (await done.getByText(/^\//).textContent()) ?? '';
}
