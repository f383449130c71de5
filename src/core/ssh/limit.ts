/** At most `size` tasks at once; the rest wait in order. */
export type Limit = <T>(signal: AbortSignal, onAbort: () => T, task: () => Promise<T>) => Promise<T>;

/** sshd allows 10 sessions per connection by default (MaxSessions) and refuses the eleventh. */
export function limit(size: number): Limit {
  let free = size;
  const waiting: (() => void)[] = [];
  const release = () => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  /** Resolves true with a place taken, false when aborted first. */
  const acquire = (signal: AbortSignal): Promise<boolean> => {
    if (signal.aborted) return Promise.resolve(false);
    if (free > 0) {
      free -= 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const take = () => {
        signal.removeEventListener('abort', giveUp);
        resolve(true);
      };
      const giveUp = () => {
        waiting.splice(waiting.indexOf(take), 1);
        resolve(false);
      };
      waiting.push(take);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  };
  return async (signal, onAbort, task) => {
    if (!(await acquire(signal))) return onAbort();
    try {
      return await task();
    } finally {
      release();
    }
  };
}
