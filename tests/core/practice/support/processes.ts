/** Which processes of this machine belong to a practice. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // ended while we looked
  }
}

/** Ids of the live processes that carry the practice folder in their environment or command line. */
export function processesOf(root: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => !/^State:\s+[ZX]/m.test(read(`/proc/${pid}/status`)))
    .filter((pid) => `${read(`/proc/${pid}/environ`)}${read(`/proc/${pid}/cmdline`)}`.includes(root));
}

/** True when a process of the group lives; a zombie that nobody has fetched yet does not. */
export const groupIsAlive = (group: number): boolean =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => read(`/proc/${pid}/stat`))
    .map((stat) => stat.slice(stat.lastIndexOf(')') + 2).split(' '))
    .some(([state, , owner]) => owner === String(group) && state !== 'Z' && state !== 'X');

/** Looks until `condition` holds; fails the test with `what` after ten seconds. */
export async function until(what: string, condition: () => boolean): Promise<void> {
  const end = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`still not: ${what}`);
    await sleep(20);
  }
}
