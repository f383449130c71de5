/** Temporary folders that go when the test file ends. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'holdpoint-practice-')));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
