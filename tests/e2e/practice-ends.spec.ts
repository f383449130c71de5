import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { processBirth } from '../../src/core/practice/process-identity';
import { expect, test } from './support/app';
import { openPlan } from './support/practice';

test('the practice target ends with the app that started it', async ({ launchApp }) => {
  const { page, dataDir, close } = await launchApp({});
  await openPlan(page, '1.5.0');
  const state = JSON.parse(readFileSync(join(dataDir, 'practice', 'practice.json'), 'utf8')) as {
    owner: { pid: number };
  };
  expect(processBirth(state.owner.pid)).not.toBeNull();
  await close();
  await expect.poll(() => processBirth(state.owner.pid)).toBeNull();
});
