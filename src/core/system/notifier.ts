/** A tiny typed notifier: who listens hears what is said, in order. */
export interface Notifier<T> {
  tell(what: T): void;
  listen(listener: (what: T) => void): () => void;
}

export function notifier<T>(): Notifier<T> {
  const listeners = new Set<(what: T) => void>();
  return {
    tell: (what) => {
      for (const listener of listeners) listener(what);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * Turns a notifier into a stream that ends on abort. What is told while the reader is busy is kept in order.
 * `first` is yielded before anything is told.
 */
export async function* streamOf<T>(
  source: Notifier<T>,
  signal: AbortSignal,
  first: readonly T[] = [],
): AsyncGenerator<T> {
  const queue: T[] = [...first];
  let wake = () => {};
  const stop = source.listen((what) => {
    queue.push(what);
    wake();
  });
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort);
  try {
    while (!signal.aborted) {
      const next = queue.shift();
      if (next !== undefined) yield next;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    stop();
    signal.removeEventListener('abort', onAbort);
  }
}
