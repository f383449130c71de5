import { join } from 'node:path';
import { modules, root } from './place.mjs';
import { run } from './run.mjs';
import { hasDisplay } from './suites/playwright.mjs';

/** Drives the app through the places that are pictured; returns the exit code. */
export async function runPictures() {
  const cli = join(modules, 'playwright', 'cli.js');
  const command = [process.execPath, cli, 'test', '--config', 'playwright.screenshots.config.ts'];
  const screen = ['xvfb-run', '-a', '-s', '-screen 0 1920x1080x24'];
  const [program, ...rest] = hasDisplay() ? command : [...screen, ...command];
  const { code } = await run(program, rest, { cwd: root });
  return code ?? 1;
}
