/**
 * Leaves nothing behind. Reads `+PGID` and `-PGID` lines on stdin; when stdin closes, because the practice stopped or
 * was killed, it kills the groups that are left, then (Linux) whatever still carries this practice's id in its
 * environment, for example a job that made a session of its own, and removes the practice folder.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [folder, practiceId] = process.argv.slice(2);
const mark = `PRACTICE_ID=${practiceId}\0`;
const groups = new Set();

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false; // gone already, which is what we want
  }
}

function carriesMark(pid) {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(mark);
  } catch {
    return false; // another user's, or gone
  }
}

function processIds() {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return []; // no /proc on this system: the groups are all we know
  }
}

function sweep() {
  for (const group of groups) kill(-group);
  // A process may fork while we look: look until a pass finds nobody.
  for (let pass = 0; pass < 20; pass += 1) {
    const found = processIds().filter((pid) => Number(pid) !== process.pid && carriesMark(pid));
    if (found.length === 0) break;
    for (const pid of found) kill(Number(pid));
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const group = Number(line.slice(1));
  if (!Number.isInteger(group) || group <= 1) return;
  if (line.startsWith('+')) groups.add(group);
  else groups.delete(group);
});
lines.on('close', () => {
  sweep();
  process.exit(0);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
