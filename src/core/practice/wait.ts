/** Waiting for something to become true, with a limit. */
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;

/** Looks again and again until `found` gives a value. Null when `limitMs` passed or `signal` was aborted first. */
export async function waitFor<T>(
  found: () => Promise<T | null> | T | null,
  limitMs: number,
  signal?: AbortSignal,
): Promise<T | null> {
  const end = performance.now() + limitMs;
  while (performance.now() < end && signal?.aborted !== true) {
    const value = await found();
    if (value !== null) return value;
    await sleep(LOOK_EVERY_MS);
  }
  return null;
}

/** The body of a 200 answer, null for any other and for none. */
export async function bodyOf(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    return response.ok ? await response.text() : null;
  } catch {
    return null; // nobody listens yet
  }
}
