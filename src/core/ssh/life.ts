import type { Client } from 'ssh2';

/** Whether a connection is still there, and why not. Everything running on it asks here what to say. */
export interface ConnectionLife {
  readonly closed: boolean;
  /** For people; null while it lives. */
  readonly reason: string | null;
  readonly gone: Promise<void>;
}

/** Watches a logged-in client for the rest of its life. The listeners also keep late errors from being fatal. */
export function watchLife(client: Client): ConnectionLife {
  let reason: string | null = null;
  let closed = false;
  let leave: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => {
    leave = resolve;
  });
  client.on('error', (error) => {
    reason ??= error.message;
  });
  client.on('end', () => {
    reason ??= 'the connection was closed';
  });
  client.on('close', () => {
    closed = true;
    reason ??= 'the connection was closed';
    leave();
  });
  return {
    get closed() {
      return closed;
    },
    get reason() {
      return reason;
    },
    gone,
  };
}
