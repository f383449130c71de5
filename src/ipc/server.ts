/** The answering side of the contract: every question is parsed before a handler sees it. */
import { z } from 'zod';
import { type CallName, type CallOutput, calls, type StreamItem, type StreamName, streams } from './contract';
import { type CallContext, CodedError, CREDIT, type PortLike } from './rpc';

export type CallHandlers = {
  [N in CallName]: (
    input: z.output<(typeof calls)[N]['input']>,
    context: CallContext,
  ) => Promise<CallOutput<N>> | CallOutput<N>;
};
export type StreamHandlers = {
  [N in StreamName]: (
    input: z.output<(typeof streams)[N]['input']>,
    context: CallContext,
  ) => AsyncIterable<StreamItem<N>>;
};
export interface Handlers {
  readonly calls: CallHandlers;
  readonly streams: StreamHandlers;
}

const request = z.discriminatedUnion('k', [
  z.strictObject({ id: z.int(), k: z.literal('call'), m: z.string(), a: z.unknown() }),
  z.strictObject({ id: z.int(), k: z.literal('more'), n: z.int().min(1).max(1000) }),
  z.strictObject({ id: z.int(), k: z.literal('cancel') }),
]);

interface Live {
  readonly abort: { readonly signal: AbortSignal; abort(): void };
  credit: number;
  wake: () => void;
}

/**
 * Serves one port until it closes. `newAbort` is passed in because the contract knows no platform; `onDefect` hears
 * of errors that no handler meant to throw.
 */
export function serve(
  port: PortLike,
  handlers: Handlers,
  newAbort: () => Live['abort'],
  onDefect: (method: string, error: unknown) => void = () => {},
): void {
  const live = new Map<number, Live>();
  const cancel = (one: Live) => {
    one.abort.abort();
    one.wake();
  };
  port.onClose(() => {
    for (const one of live.values()) cancel(one);
  });
  port.onMessage((message) => {
    const parsed = request.safeParse(message);
    if (!parsed.success) return; // not a request of ours: nobody waits for an answer
    const asked = parsed.data;
    const one = live.get(asked.id);
    if (asked.k === 'call') {
      const started: Live = { abort: newAbort(), credit: CREDIT, wake: () => {} };
      live.set(asked.id, started);
      void answer(port, handlers, asked, started)
        .catch((error: unknown) => {
          if (!(error instanceof CodedError)) onDefect(asked.m, error);
          port.post({ id: asked.id, k: 'err', e: wireError(error) });
        })
        .finally(() => live.delete(asked.id));
    } else if (one !== undefined && asked.k === 'more') {
      one.credit += asked.n;
      one.wake();
    } else if (one !== undefined) cancel(one);
  });
}

async function answer(
  port: PortLike,
  handlers: Handlers,
  { id, m: method, a: input }: { readonly id: number; readonly m: string; readonly a?: unknown },
  live: Live,
): Promise<void> {
  if (Object.hasOwn(calls, method)) {
    const name = method as CallName;
    const value = await callHandler(handlers, name, parseInput(calls[name].input, input), live);
    port.post({ id, k: 'ok', v: value });
  } else if (Object.hasOwn(streams, method)) {
    await streamAnswer(port, handlers, id, method as StreamName, input, live);
  } else {
    throw new CodedError('no-such-method', `core has no method ${method}`);
  }
}

function callHandler(handlers: Handlers, name: CallName, input: unknown, live: Live): unknown {
  const handler = handlers.calls[name] as (input: unknown, context: CallContext) => unknown;
  return handler(input, { signal: live.abort.signal });
}

async function streamAnswer(
  port: PortLike,
  handlers: Handlers,
  id: number,
  name: StreamName,
  input: unknown,
  live: Live,
) {
  const handler = handlers.streams[name] as (input: unknown, context: CallContext) => AsyncIterable<unknown>;
  for await (const item of handler(parseInput(streams[name].input, input), { signal: live.abort.signal })) {
    while (live.credit <= 0 && !live.abort.signal.aborted) {
      await new Promise<void>((resolve) => {
        live.wake = resolve;
      });
    }
    if (live.abort.signal.aborted) return;
    live.credit -= 1;
    port.post({ id, k: 'next', v: item });
  }
  port.post({ id, k: 'end' });
}

function parseInput(schema: z.ZodType, input: unknown): unknown {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new CodedError('bad-request', z.prettifyError(parsed.error));
}

function wireError(error: unknown): { code: string; message: string } {
  if (error instanceof CodedError) return { code: error.code, message: error.message };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}
