/** A bundle from elsewhere that somebody changed: the window says so, and where. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipFolder } from '@core/records/zip';
import { expect, temporaryFolder, test } from './support/app';
import { finishedRun } from './support/finished-run';

test('a bundle with one changed byte is not authentic, with the line that fails', async ({ launchApp }) => {
  const folder = temporaryFolder();
  const dataDir = join(folder, 'data');
  const bundle = await finishedRun(folder, dataDir);
  const record = join(bundle, 'record.json');
  const bytes = readFileSync(record, 'latin1');
  writeFileSync(record, bytes.replace('"released"', '"releasad"'), 'latin1');
  const zip = join(folder, 'from-elsewhere.zip');
  await zipFolder(bundle, filesOf(bundle), zip);

  const { page } = await launchApp({ dataDir, choose: zip });
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Records' }).click();
  await page.keyboard.press('Control+o');
  const result = page.getByRole('region', { name: 'Verification of from-elsewhere.zip' });
  await expect(result.getByText(/Do not rely on this bundle/)).toBeVisible();
  const failed = result.getByRole('listitem').filter({ hasText: 'Fails' });
  await expect(failed.filter({ hasText: 'record.json' }).first()).toBeVisible();
  rmSync(folder, { recursive: true, force: true });
});

const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
