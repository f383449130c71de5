import { runStatic } from './static.mjs';
import { conclude, sum } from './tally.mjs';
import { runVitest } from './vitest.mjs';

/** @returns {Promise<number>} exit code */
export async function check() {
  const tallies = [await runStatic()];
  tallies.push(await runVitest('unit', ['--project', 'unit', '--project', 'renderer']));
  return conclude(sum(tallies));
}
