/** Core dies in the middle of a change. Nobody saw the end of it, so nobody may say how it ended but a person. */
import { rmSync } from 'node:fs';
import { expect, temporaryFolder, test } from './support/app';
import { heldWorkspace } from './support/held-workspace';
import { awaitQuestion, checklist, openPlan, stepLine } from './support/practice';
import { killCore } from './support/processes';

test('a change during which core was killed is unknown until the operator settles it', async ({
  launchApp,
}) => {
  const folder = temporaryFolder();
  const held = heldWorkspace(folder);
  const launched = await launchApp({ choose: held.path });
  const { page } = launched;
  await openPlan(page, '1.5.0'); // brings the practice target up
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+o');
  await page.getByRole('button', { name: 'A change that waits' }).click();
  await expect(page.getByRole('button', { name: /^Start/ })).toBeEnabled();
  await page.keyboard.press('Control+Enter');
  await expect.poll(held.hasBegun).toBe(true);
  const change = stepLine(page, 'Switch the marker');
  await expect(change).toContainText('Running');

  // Waited for from before the kill on: a quick machine shows it for a moment only.
  const told = page.getByText('Core is restarting…').waitFor();
  await killCore(launched);
  await told;
  await expect(change).toContainText('Outcome unknown');
  await expect(page.getByText(/Core was restarted while “Switch the marker” ran/)).toBeVisible();
  await expect(stepLine(page, 'Look at the marker')).toContainText('Pending');
  held.release();

  await awaitQuestion(page, /Switch the marker/);
  await page.getByRole('button', { name: 'It happened' }).click();
  await page.getByRole('textbox', { name: /Reason for/ }).fill('the marker is there, I looked');
  await page.keyboard.press('Enter');
  const end = page.getByRole('region', { name: 'Result' });
  await expect(end.getByRole('heading', { name: 'Released' })).toBeVisible();
  await expect(checklist(page)).not.toContainText('Failed');
  const timeline = page.getByRole('list', { name: 'Timeline' });
  await expect(timeline).toContainText('Outcome unknown: Switch the marker');
  await expect(timeline).toContainText('Switch the marker: It happened');
  await expect(page.getByRole('list', { name: 'Decisions' })).toContainText('the marker is there, I looked');
  rmSync(folder, { recursive: true, force: true });
});
