/** Ties a practice to the app that started it: when the app is gone, however it ended, the practice goes too. */
import { setTimeout as sleep } from 'node:timers/promises';
import { processBirth } from './process-identity';

const LOOK_EVERY_MS = 500;

/** Aborted when the process ends. An owner that is gone already aborts at once. */
export function endOfProcess(pid: number): AbortSignal {
  const end = new AbortController();
  void watch(pid, processBirth(pid), end);
  return end.signal;
}

async function watch(pid: number, birth: string | null, end: AbortController): Promise<void> {
  while (birth !== null && processBirth(pid) === birth) await sleep(LOOK_EVERY_MS, undefined, { ref: false });
  end.abort(new Error(`its owner, process ${pid}, is gone`));
}
