/**
 * The real app in the real Electron, for tests. Each launch gets folders of its own; what the window's console and
 * the processes' stderr said is attached when a test fails.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type ElectronApplication, _electron as electron, type Page } from '@playwright/test';
import { chooseElectron, electronEnvironment } from '../../../scripts/lib/electron/choose.mjs';
import { root } from '../../../scripts/lib/place.mjs';
import { closeApp } from './close-app';

export interface LaunchOptions {
  /** Default: a new folder that is removed afterwards. Give one to start twice on the same data. */
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Content size of the window. */
  readonly size?: '1280x800' | '1920x1080';
  /** Answers every system dialog with this path. */
  readonly choose?: string;
}

export interface LaunchedApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dataDir: string;
  /** Errors on the window's console and uncaught ones, as they come. */
  readonly consoleErrors: readonly string[];
  /** Stderr of main and core so far. */
  stderr(): string;
  close(): Promise<void>;
}

/** Arguments and environment of one start, also for tests that start Electron without Playwright. */
export async function commandLine(options: LaunchOptions, folder: string) {
  const runtime = await chooseElectron({ quiet: true });
  const dataDir = options.dataDir ?? join(folder, 'data');
  const args = [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    root,
    `--data-dir=${dataDir}`,
    `--content-size=${options.size ?? '1280x800'}`,
    ...(options.choose === undefined ? [] : [`--test-choose=${options.choose}`]),
    ...(options.args ?? []),
  ];
  const env = {
    ...(electronEnvironment(runtime) as Record<string, string>),
    HOLDPOINT_TEST: '1',
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_DATA_HOME: join(folder, 'share'),
    XDG_STATE_HOME: join(folder, 'state'),
    LANG: 'en_US.UTF-8',
    ...options.env,
  };
  return { executable: runtime.executable, args, env, dataDir };
}

/** A folder under the system's temporary one. Short, because sockets live in it. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'hp-e2e-'));
}

export async function launch(options: LaunchOptions, folder: string): Promise<LaunchedApp> {
  const { executable, args, env, dataDir } = await commandLine(options, folder);
  const app = await electron.launch({ executablePath: executable, args, env, cwd: folder });
  let errors = '';
  app.process().stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8');
  });
  const consoleErrors: string[] = [];
  const page = await app.firstWindow({ timeout: 30_000 });
  page.on('console', (message) => {
    if (message.type() === 'error') consoleErrors.push(message.text());
  });
  page.on('pageerror', (error) => consoleErrors.push(error.stack ?? error.message));
  await page.waitForLoadState('domcontentloaded');
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= closeApp(app);
    return closing;
  };
  return { app, page, dataDir, consoleErrors, stderr: () => errors, close };
}

interface Fixtures {
  /** Launches the app; all that a test launched is closed after it. */
  readonly launchApp: (options?: LaunchOptions) => Promise<LaunchedApp>;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants an object pattern here
  launchApp: async ({}, use, info) => {
    const launched: LaunchedApp[] = [];
    const folders: string[] = [];
    await use(async (options = {}) => {
      const folder = temporaryFolder();
      folders.push(folder);
      const one = await launch(options, folder);
      launched.push(one);
      return one;
    });
    for (const one of launched) await one.close();
    if (info.status !== info.expectedStatus) await attachLogs(launched, info);
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
});

async function attachLogs(launched: readonly LaunchedApp[], info: { attach: AttachText }): Promise<void> {
  for (const [index, one] of launched.entries()) {
    const body = `console errors:\n${one.consoleErrors.join('\n')}\n\nstderr:\n${one.stderr()}`;
    await info.attach(`app ${index + 1}`, { body, contentType: 'text/plain' });
  }
}

type AttachText = (name: string, options: { body: string; contentType: string }) => Promise<void>;

export { expect } from '@playwright/test';
