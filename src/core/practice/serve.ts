/** The practice as a process of its own, for `holdpoint practice serve`, and how other processes deal with it. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fail, ok, type Result } from '@domain/kernel/result';
import { startPractice } from './practice';
import { processBirth } from './process-identity';
import {
  claim,
  forget,
  type PracticeStatus,
  practiceHome,
  practiceStatus,
  publish,
  release,
} from './state-file';
import type { NodeRunner, Practice, PracticeAccess } from './types';
import { waitFor } from './wait';

export { type PracticeStatus, practiceStatus } from './state-file';

/** A forgotten practice ends by itself: its customers write to disk all the time. */
const LONGEST_MS = 8 * 3_600_000;
const DOWN_LIMIT_MS = 20_000;

export interface ServeOptions {
  readonly dataDir: string;
  readonly nodeRunner: NodeRunner;
  readonly resourcesDir: string;
  /** Aborted to stop; SIGTERM, SIGINT and SIGHUP do the same. */
  readonly signal: AbortSignal;
  /** Called once when other processes can use it. */
  readonly onReady?: (access: PracticeAccess) => void;
  readonly longestMs?: number;
}

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

function stopSignal(options: ServeOptions): AbortSignal {
  const stop = new AbortController();
  for (const name of SIGNALS) process.once(name, () => stop.abort(new Error(`stopped by ${name}`)));
  return AbortSignal.any([options.signal, stop.signal]);
}

const aborted = (signal: AbortSignal): Promise<null> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });

function longest(limitMs: number): { readonly over: Promise<string>; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('it was up for the longest time'), limitMs);
  });
  return { over, cancel: () => clearTimeout(timer) };
}

/** Resolves with null when told to stop, else with why the practice could not go on. */
async function untilOver(practice: Practice, signal: AbortSignal, limitMs: number): Promise<string | null> {
  const limit = longest(limitMs);
  try {
    return await Promise.race([aborted(signal), practice.broken, limit.over]);
  } finally {
    limit.cancel();
  }
}

async function serveClaimed(options: ServeOptions, dir: string, signal: AbortSignal): Promise<Result<null>> {
  const { dataDir, nodeRunner, resourcesDir } = options;
  let practice: Practice;
  try {
    practice = await startPractice({ dir, nodeRunner, resourcesDir, signal });
  } catch (error) {
    return signal.aborted ? ok(null) : fail('practice_start', `the practice did not start: ${String(error)}`);
  }
  try {
    publish(dataDir, practice.root, practice);
    options.onReady?.(practice);
    const why = await untilOver(practice, signal, options.longestMs ?? LONGEST_MS);
    return why === null ? ok(null) : fail('practice_over', why);
  } finally {
    await practice.stop();
  }
}

/**
 * Starts a practice, writes the state file, and resolves when it is over and removed. Failure codes: `practice_taken`
 * (another process serves one for this data folder), `practice_start`, `practice_over`.
 */
export async function servePractice(options: ServeOptions): Promise<Result<null>> {
  const { dataDir } = options;
  const dir = join(practiceHome(dataDir), randomBytes(4).toString('hex'));
  if (!claim(dataDir, dir)) return fail('practice_taken', 'a practice is up for this data folder already');
  const signal = stopSignal(options);
  try {
    return await serveClaimed(options, dir, signal);
  } finally {
    release(dataDir);
  }
}

/** Waits until a practice that some process starts can be used. Failure codes: `practice_wait`. */
export async function awaitPractice(
  dataDir: string,
  limitMs: number,
  signal: AbortSignal,
): Promise<Result<Extract<PracticeStatus, { state: 'up' }>>> {
  const up = await waitFor(
    () => {
      const status = practiceStatus(dataDir);
      return status.state === 'up' ? status : null;
    },
    limitMs,
    signal,
  );
  return up === null ? fail('practice_wait', `no practice came up within ${limitMs} ms`) : ok(up);
}

function terminate(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    // ESRCH: it ended by itself just now.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/**
 * Stops the practice of another process and waits until that process is gone; its guard has removed the rest by then.
 * Value: whether one was running. Failure code: `practice_stays`.
 */
export async function practiceDown(dataDir: string): Promise<Result<{ readonly stopped: boolean }>> {
  const status = practiceStatus(dataDir);
  if (status.state === 'stale') forget(dataDir);
  if (status.state === 'down' || status.state === 'stale') return ok({ stopped: false });
  const { pid } = status;
  const birth = processBirth(pid);
  if (birth !== null) terminate(pid);
  const gone = await waitFor(() => (processBirth(pid) === birth ? null : true), DOWN_LIMIT_MS);
  if (gone === null) return fail('practice_stays', `the practice process ${pid} does not end`);
  return ok({ stopped: true });
}
