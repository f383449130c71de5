import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modules, root } from '../place.mjs';
import { run } from '../run.mjs';
import { plain, settle, tally } from './tally.mjs';

const reporter = fileURLToPath(new URL('./vitest-report.mjs', import.meta.url));

/** Runs vitest with `args` (projects, paths, excludes) and reads what it came to. */
export async function runVitest(suite, args) {
  const folder = mkdtempSync(join(tmpdir(), 'hp-report-'));
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', `--reporter=${reporter}`];
  const vitest = join(modules, 'vitest', 'vitest.mjs');
  const env = { ...process.env, ...plain, HOLDPOINT_TEST_REPORT: report };
  try {
    const command = [vitest, 'run', '--passWithNoTests', ...reporters, ...args];
    const { code, signal } = await run(process.execPath, command, { cwd: root, env, stdout: 1 });
    return settle(judge(readReport(report), code, signal), suite);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The count must agree with how the tool ended: an end without a report, or a bad end with no failed test, is a
 * failure, and `why` says so.
 */
export function judge(report, code, signal) {
  const end = signal ?? `code ${code}`;
  if (report === null) return { ...tally(0, 1), why: `it ended with ${end} and left no result` };
  if (code === 0 || report.failed > 0) return report;
  return { ...report, failed: 1, why: `it ended with ${end} though no test failed` };
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null; // the caller counts it as a failure
  }
}
