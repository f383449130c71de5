// Every suite in the order of how fast it tells: lint and types, unit, core, build, command line, the app itself.
import { ensureBuilt, isBuilt } from '../build.mjs';
import { ensurePackages, installCommand, packages } from '../debian.mjs';
import { chooseElectron } from '../electron/choose.mjs';
import { Trouble } from '../say.mjs';
import { ensureTestPackages, filesThatCannotRun, whyNoWindow } from './needs.mjs';
import { runPlaywright } from './playwright.mjs';
import { runStatic } from './static.mjs';
import { conclude, print, sum, tally } from './tally.mjs';
import { printVersions } from './versions.mjs';
import { runVitest } from './vitest.mjs';

/** @returns {Promise<number>} exit code */
export async function runAll() {
  const missing = await ensureTestPackages();
  const electron = await electronOrReason(missing);
  await printVersions(electron.runtime);
  const suites = [
    ['check', runStatic],
    ['unit', () => runVitest('unit', ['--project', 'unit'])],
    ['renderer', () => runVitest('renderer', ['--project', 'renderer'])],
    ['core', runCore],
    ['build', runBuild],
    ['cli', () => onBuild('cli', () => runVitest('cli', ['--project', 'cli']))],
    ['e2e', () => onBuild('e2e', () => runWindow(electron))],
  ];
  const tallies = [];
  for (const [name, suite] of suites) tallies.push(await timed(name, suite));
  return conclude(sum(tallies));
}

/** What was not built cannot be driven: the build is the failure, the suite is skipped. */
function onBuild(name, suite) {
  return isBuilt() ? suite() : tally(0, 0, [{ name, reason: 'there is no build to test' }]);
}

/** Tests under the given paths, by the tool they are written for. */
export async function runSome(paths) {
  const isWindow = (path) => path.replace(/^\.\//, '').startsWith('tests/e2e');
  const [ours, window] = [paths.filter((path) => !isWindow(path)), paths.filter(isWindow)];
  const tallies = [];
  if (paths.some((path) => /^(\.\/)?tests\/(cli|e2e)/.test(path))) tallies.push(await runBuild());
  if (ours.length > 0) tallies.push(await runVitest('vitest', ours));
  if (window.length > 0) tallies.push(await runPlaywright(window));
  return conclude(sum(tallies));
}

async function timed(name, suite) {
  print(`\n== ${name}`);
  const started = performance.now();
  const one = await suite();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  print(`-- ${name}: ${one.passed} passed, ${one.failed} failed, ${one.skips.length} skipped (${seconds} s)`);
  return one;
}

async function runCore() {
  const skips = filesThatCannotRun('tests/core');
  const excludes = skips.map(({ name }) => `--exclude=${name}`);
  const ran = await runVitest('core', ['--project', 'core', ...excludes]);
  return sum([ran, tally(0, 0, skips)]);
}

async function runBuild() {
  try {
    await ensureBuilt();
    print('ok   build');
    return tally(1);
  } catch (error) {
    print(`FAIL build: ${error.message}`);
    return tally(0, 1);
  }
}

async function runWindow({ runtime, reason }) {
  if (runtime) return runPlaywright();
  return reason.fatal ? failWindow(reason.text) : tally(0, 0, [{ name: 'e2e', reason: reason.text }]);
}

function failWindow(text) {
  print(`FAIL e2e: ${text}`);
  return tally(0, 1);
}

/** A missing package is a skip with its remedy; an Electron that cannot be had is a failure. */
async function electronOrReason(missing) {
  const noWindow = whyNoWindow(missing);
  if (noWindow) return { runtime: null, reason: { fatal: false, text: noWindow } };
  try {
    return { runtime: await chooseElectron({ beforeCompiling }), reason: null };
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    return { runtime: null, reason: { fatal: !error.missingPackage, text: error.message } };
  }
}

async function beforeCompiling() {
  const absent = await ensurePackages(packages.compiler);
  if (absent.length === 0) return;
  const trouble = new Trouble('no compiler for the SQLite of this Electron', {
    remedy: installCommand(absent),
  });
  throw Object.assign(trouble, { missingPackage: true });
}
