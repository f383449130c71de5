// What a suite came to, and the sum of them.

/**
 * @typedef {{ name: string, reason: string }} Skip
 * @typedef {{ passed: number, failed: number, skips: Skip[] }} Tally
 */

/** @returns {Tally} */
export function tally(passed = 0, failed = 0, skips = []) {
  return { passed, failed, skips };
}

/** Says why a suite failed as a whole. One that came to nothing did: something is wrong with how it is found. */
export function settle({ why, ...one }, suite) {
  const empty = one.passed + one.failed + one.skips.length === 0;
  if (empty || why) print(`FAIL ${suite}: ${why ?? 'it ran no test at all'}`);
  return empty ? tally(0, 1) : one;
}

export function sum(tallies) {
  return tallies.reduce(
    (total, one) =>
      tally(total.passed + one.passed, total.failed + one.failed, [...total.skips, ...one.skips]),
    tally(),
  );
}

/** Skips with their reasons, then the one line that everything is judged by; returns the exit code. */
export function conclude(total) {
  if (total.skips.length > 0) print('\nskipped:');
  for (const { name, reason } of total.skips) print(`  ${name}: ${reason}`);
  print(`\n${total.passed} passed, ${total.failed} failed, ${total.skips.length} skipped`);
  return total.failed === 0 ? 0 : 1;
}

export function print(text) {
  process.stdout.write(`${text}\n`);
}

/** Environment that keeps colour out of what is no terminal. */
export const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1' };
