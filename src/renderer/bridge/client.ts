import { fail, ok, type Result } from '@domain/kernel/result';
import { createClient, type HoldpointClient } from '@ipc/client';
import type { CallInput, CallName, CallOutput } from '@ipc/contract';
import { CodedError, type PortLike } from '@ipc/rpc';
import type { CoreLink, CoreState } from './shell';

export type LinkState = 'connecting' | 'ready' | 'restarting' | 'given-up';

/** The contract as screens use it: answers are values, and it stays the same object while core restarts. */
export interface Core {
  /** Refusals and lost connections come back as failures with core's code; nothing is thrown. */
  ask<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>>;
  /** Throws a CodedError `closed` when core is not there or goes away in the middle. */
  readonly stream: HoldpointClient['stream'];
}

/** Connects to core and again after each restart; tells the listener about each change. */
export function connectCore(link: CoreLink, onState: (state: LinkState) => void): Core {
  let live: { client: HoldpointClient; close: () => void } | null = null;
  const drop = () => {
    live?.close();
    live = null;
  };
  link.connect(
    (port) => {
      drop();
      const closable = withClose(port);
      const mine = { client: createClient(closable.port), close: closable.close };
      live = mine;
      closable.port.onClose(() => {
        if (live !== mine) return;
        live = null;
        onState('restarting');
      });
      onState('ready');
    },
    (state) => {
      if (state === 'starting') return; // a port follows, or `down`
      drop();
      onState(linkState[state]);
    },
  );
  const client = () => {
    if (live === null) throw new CodedError('closed', 'core is not there');
    return live.client;
  };
  return {
    ask: (name, input) => asResult(async () => client().call(name, input)),
    stream: (name, input, signal) => client().stream(name, input, signal),
  };
}

const linkState: Record<Exclude<CoreState, 'starting'>, LinkState> = {
  down: 'restarting',
  'given-up': 'given-up',
};

/** Core's death can be told by the shell before the port notices: then we close it for its listeners ourselves. */
function withClose(port: PortLike): { port: PortLike; close: () => void } {
  const listeners: (() => void)[] = [];
  let closed = false;
  const close = () => {
    if (closed) return;
    closed = true;
    for (const listener of listeners) listener();
  };
  port.onClose(close);
  return { port: { ...port, onClose: (listener) => listeners.push(listener) }, close };
}

async function asResult<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await work());
  } catch (error) {
    if (error instanceof CodedError) return fail(error.code, error.message);
    return fail('internal', error instanceof Error ? error.message : String(error));
  }
}
