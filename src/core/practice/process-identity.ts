/** Which process a pid means: pids are given out again, so a pid alone says nothing about yesterday's process. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What a live process is, as far as /proc tells. Field 3 is the state, field 22 the start in clock ticks since boot. */
function linuxBirth(pid: number): string | null {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces and parentheses itself: count from the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, start] = [fields[0], fields[19]];
  if (state === undefined || start === undefined || 'ZX'.includes(state)) return null;
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${boot}:${start}`;
}

const psBirth = (pid: number): string | null => {
  const text = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  return text === '' ? null : text;
};

/** A text that no other process with this pid has had or will have; null when no such process lives (a zombie does not). */
export function processBirth(pid: number): string | null {
  try {
    return process.platform === 'linux' ? linuxBirth(pid) : psBirth(pid);
  } catch {
    return null; // no entry in /proc, or ps found nothing
  }
}
