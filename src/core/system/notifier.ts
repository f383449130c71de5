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

/** Hears a notifier from now on and gives what it heard, in order, until the abort. Listening begins at once. */
export function streamOf<T>(source: Pick<Notifier<T>, 'listen'>, signal: AbortSignal): AsyncGenerator<T> {
  const queue: T[] = [];
  let wake = () => {};
  const stop = source.listen((what) => {
    queue.push(what);
    wake();
  });
  const onAbort = () => {
    stop();
    wake();
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', onAbort, { once: true });
  return drain(queue, signal, (resolve) => {
    wake = resolve;
  });
}

async function* drain<T>(
  queue: T[],
  signal: AbortSignal,
  onNext: (resolve: () => void) => void,
): AsyncGenerator<T> {
  while (!signal.aborted) {
    const next = queue.shift();
    if (next !== undefined) yield next;
    else await new Promise<void>(onNext);
  }
}
