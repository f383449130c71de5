import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modules, root } from '../place.mjs';
import { run } from '../run.mjs';
import { print, settle, tally } from './tally.mjs';
import { judge } from './vitest.mjs';

/** Drives the built app in the real Electron, under a virtual display where there is none. */
export async function runPlaywright(args = []) {
  const folder = mkdtempSync(join(tmpdir(), 'hp-report-'));
  const report = join(folder, 'report.json');
  const env = { ...process.env, FORCE_COLOR: '0', PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const command = [process.execPath, join(modules, 'playwright', 'cli.js'), 'test', ...args];
  const [program, ...rest] = hasDisplay()
    ? command
    : ['xvfb-run', '-a', '-s', '-screen 0 1920x1080x24', ...command];
  try {
    const { code, signal } = await run(program, rest, { cwd: root, env, stdout: 1 });
    return settle(judge(read(report), code, signal), 'e2e');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY);
}

function read(path) {
  let report;
  try {
    report = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null; // counted as a failure
  }
  for (const error of report.errors) print(error.stack ?? error.message);
  return summarise(report);
}

/** Counts of Playwright's JSON report; an error outside of any test is a failure of its own. */
export function summarise(report) {
  const { expected, unexpected, flaky } = report.stats;
  const skips = report.suites.flatMap((suite) => skipsOf(suite));
  return tally(expected, unexpected + flaky + report.errors.length, skips);
}

function skipsOf(suite) {
  const own = suite.specs.flatMap((spec) =>
    spec.tests.filter((test) => test.status === 'skipped').map((test) => skip(spec, test)),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => skipsOf(inner))];
}

function skip(spec, test) {
  const note = test.annotations.find((annotation) => annotation.type === 'skip')?.description;
  return { name: `${spec.file} › ${spec.title}`, reason: note ?? 'did not run' };
}
