import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { defaultDataDir } from '@ipc/data-dir';
import { app } from 'electron';

export interface ShellOptions {
  readonly dataDir: string;
  readonly appRoot: string;
  /** Content size in pixels. */
  readonly windowSize: { readonly width: number; readonly height: number };
  /** Answers every dialog in tests; null outside of them. */
  readonly testChoose: string | null;
}

/** Value of `--name=value` or `--name value`. Chromium and test tools put switches of their own beside ours. */
export function argumentOf(argv: readonly string[], name: string): string | null {
  const inline = argv.find((argument) => argument.startsWith(`--${name}=`));
  if (inline !== undefined) return inline.slice(name.length + 3);
  const at = argv.indexOf(`--${name}`);
  return at < 0 ? null : (argv[at + 1] ?? null);
}

/** `1280x800` within what a screen can be; anything else is the default. */
export function windowSizeOf(text: string | null): ShellOptions['windowSize'] {
  const match = /^(\d{3,4})x(\d{3,4})$/.exec(text ?? '');
  return match ? { width: Number(match[1]), height: Number(match[2]) } : { width: 1280, height: 800 };
}

export function readOptions(argv: readonly string[], env: NodeJS.ProcessEnv): ShellOptions {
  const testing = env.HOLDPOINT_TEST === '1' && !app.isPackaged;
  const standard = defaultDataDir({ platform: process.platform, home: homedir(), env });
  return {
    dataDir: resolve(argumentOf(argv, 'data-dir') ?? standard),
    appRoot: app.getAppPath(),
    windowSize: windowSizeOf(argumentOf(argv, 'content-size')),
    testChoose: testing ? argumentOf(argv, 'test-choose') : null,
  };
}
