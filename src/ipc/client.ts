/** The asking side of the contract. Answers are parsed: a window does not trust what it did not check. */
import {
  type CallInput,
  type CallName,
  type CallOutput,
  calls,
  type StreamInput,
  type StreamItem,
  type StreamName,
  streams,
} from './contract';
import { CodedError, CREDIT, type PortLike, type Response } from './rpc';

export interface HoldpointClient {
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  stream<N extends StreamName>(
    name: N,
    input: StreamInput<N>,
    signal?: AbortSignal,
  ): AsyncGenerator<StreamItem<N>>;
}

type Listener = (response: Response) => void;

export function createClient(port: PortLike): HoldpointClient {
  const waiting = new Map<number, Listener>();
  let nextId = 1;
  port.onMessage((message) => {
    const response = message as Response; // shape is ours: core's half of this module wrote it
    waiting.get(response.id)?.(response);
  });
  port.onClose(() => {
    for (const [id, listener] of waiting)
      listener({ id, k: 'err', e: { code: 'closed', message: 'core went away' } });
  });
  const open = (listener: Listener): number => {
    const id = nextId++;
    waiting.set(id, listener);
    return id;
  };
  return {
    call: (name, input) => call(port, waiting, open, name, input),
    stream: (name, input, signal) => stream(port, waiting, open, name, input, signal),
  };
}

type Open = (listener: Listener) => number;
type Waiting = Map<number, Listener>;

function call<N extends CallName>(
  port: PortLike,
  waiting: Waiting,
  open: Open,
  name: N,
  input: CallInput<N>,
) {
  return new Promise<CallOutput<N>>((resolve, reject) => {
    const id = open((response) => {
      waiting.delete(id);
      if (response.k === 'err') reject(new CodedError(response.e.code, response.e.message));
      else if (response.k === 'ok') settle(calls[name].output.safeParse(response.v), name, resolve, reject);
    });
    port.post({ id, k: 'call', m: name, a: input });
  });
}

/** An answer of unexpected shape ends the call as an error: it must not leave the window waiting. */
function settle<T>(
  parsed: { success: boolean; data?: unknown },
  name: string,
  resolve: (value: T) => void,
  reject: (error: Error) => void,
): void {
  if (parsed.success) resolve(parsed.data as T);
  else reject(new CodedError('bad-answer', `core's answer to ${name} has an unexpected shape`));
}

async function* stream<N extends StreamName>(
  port: PortLike,
  waiting: Waiting,
  open: Open,
  name: N,
  input: StreamInput<N>,
  signal?: AbortSignal,
): AsyncGenerator<StreamItem<N>> {
  const queue: Response[] = [];
  let wake = () => {};
  const id = open((response) => {
    queue.push(response);
    wake();
  });
  const cancel = () => {
    queue.push({ id, k: 'end' });
    wake();
  };
  signal?.addEventListener('abort', cancel);
  port.post({ id, k: 'call', m: name, a: input });
  let over = false;
  try {
    for (let taken = 1; ; taken += 1) {
      while (queue.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      const response = queue.shift() as Response;
      if (response.k === 'err') {
        over = true;
        throw new CodedError(response.e.code, response.e.message);
      }
      if (response.k !== 'next') {
        over = signal?.aborted !== true;
        return;
      }
      if (taken % (CREDIT / 2) === 0) port.post({ id, k: 'more', n: CREDIT / 2 });
      yield streams[name].item.parse(response.v) as StreamItem<N>;
    }
  } finally {
    signal?.removeEventListener('abort', cancel);
    waiting.delete(id);
    if (!over) port.post({ id, k: 'cancel' });
  }
}
