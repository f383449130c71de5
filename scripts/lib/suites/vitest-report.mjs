// A vitest reporter beside the one for people: counts, skips with their notes, and what failed outside of any test.
import { writeFileSync } from 'node:fs';

export default class Report {
  onTestRunEnd(testModules, unhandledErrors) {
    const report = { passed: 0, failed: unhandledErrors.length, skips: [] };
    for (const module of testModules) {
      for (const test of module.children.allTests()) count(report, test, module.relativeModuleId);
      report.failed += brokenOutsideTests(module);
    }
    writeFileSync(process.env.HOLDPOINT_TEST_REPORT, JSON.stringify(report));
  }
}

function count(report, test, file) {
  const { state, note } = test.result();
  if (state === 'passed') report.passed += 1;
  else if (state === 'skipped')
    report.skips.push({ name: `${file} › ${test.fullName}`, reason: reasonOf(test, note) });
  else report.failed += 1; // failed, or pending: never ended
}

function reasonOf(test, note) {
  if (note) return note;
  return test.options.mode === 'todo' ? 'to be written' : 'skipped by its own condition';
}

/** A file that cannot be loaded and a hook that throws fail no test of their own. */
function brokenOutsideTests(module) {
  const suites = [...module.children.allSuites()];
  return module.errors().length + suites.reduce((total, suite) => total + suite.errors().length, 0);
}
