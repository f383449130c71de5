import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A fresh folder that the caller removes. */
export const makeTempDir = (): string => realpathSync(mkdtempSync(join(tmpdir(), 'holdpoint-test-')));

export const removeTempDir = (path: string): void => rmSync(path, { recursive: true, force: true });

/** A fresh folder, gone when the running test is over. */
export function tempDir(): string {
  const path = makeTempDir();
  onTestFinished(() => removeTempDir(path));
  return path;
}
