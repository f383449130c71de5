/** A whole core on a temporary data folder, with the practice target started in this process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Holdpoint, openHoldpoint } from '@core/app/holdpoint';
import type { AppOptions } from '@core/app/options';
import { inlineParser } from '@core/workspace/parse';

export const repo = resolve(import.meta.dirname, '../..');

export const tempDataDir = (): string => mkdtempSync(join(tmpdir(), 'hp-data-'));

export const appOptions = (dataDir: string): AppOptions => ({
  dataDir,
  resourcesDir: join(repo, 'resources'),
  cliEntry: join(repo, 'out', 'cli', 'index.js'),
  nodeRunner: { command: process.execPath, args: [], env: {} },
  via: 'terminal',
  practiceOwner: null,
  actor: 'ann',
  holder: 'test',
  readOnly: false,
  app: { name: 'holdpoint', version: '0.0.0-test', node: process.versions.node, electron: null },
});

export async function openTestHoldpoint(dataDir: string, over: Partial<AppOptions> = {}): Promise<Holdpoint> {
  const opened = await openHoldpoint({ ...appOptions(dataDir), ...over }, { parser: inlineParser });
  if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.message}`);
  return opened.value;
}

export const removeDir = (dir: string): void => rmSync(dir, { recursive: true, force: true });
