import { createClient } from '@ipc/client';
import { calls, streams } from '@ipc/contract';
import type { PortLike } from '@ipc/rpc';
import { type CallHandlers, type Handlers, type StreamHandlers, serve } from '@ipc/server';
import { describe, expect, it } from 'vitest';

/** Two ends of one wire. Messages are cloned as a MessagePort would. */
function wire(): { a: PortLike; b: PortLike; close: () => void } {
  const listeners = { a: [] as ((m: unknown) => void)[], b: [] as ((m: unknown) => void)[] };
  const closers: (() => void)[] = [];
  const end = (own: 'a' | 'b', other: 'a' | 'b'): PortLike => ({
    post: (message) =>
      queueMicrotask(() => {
        for (const l of listeners[other]) l(structuredClone(message));
      }),
    onMessage: (listener) => listeners[own].push(listener),
    onClose: (listener) => closers.push(listener),
  });
  return {
    a: end('a', 'b'),
    b: end('b', 'a'),
    close: () => {
      for (const c of closers) c();
    },
  };
}

const refuse = () => {
  throw new Error('not under test');
};
const handlersWith = (over: {
  calls?: Partial<CallHandlers>;
  streams?: Partial<StreamHandlers>;
}): Handlers => ({
  calls: { ...Object.fromEntries(Object.keys(calls).map((n) => [n, refuse])), ...over.calls } as CallHandlers,
  streams: {
    ...Object.fromEntries(Object.keys(streams).map((n) => [n, refuse])),
    ...over.streams,
  } as StreamHandlers,
});

const connect = (handlers: Handlers) => {
  const { a, b, close } = wire();
  serve(b, handlers, () => new AbortController());
  return { client: createClient(a), raw: a, close };
};

describe('the contract over a port', () => {
  it('answers a call', async () => {
    const { client } = connect(
      handlersWith({ calls: { 'practice.status': () => ({ up: true, version: '1.5.0', root: null }) } }),
    );
    await expect(client.call('practice.status', {})).resolves.toEqual({
      up: true,
      version: '1.5.0',
      root: null,
    });
  });

  it.each([
    ['an unknown key', 'run.answer', { run_id: 'x', interruption: 'i1', value: 'yes', reason: '', extra: 1 }],
    ['a run id that is a path', 'run.resume', { run_id: '../../etc/passwd' }],
    ['a method nobody has', 'shell.exec', { command: 'rm -rf /' }],
    ['a name from the prototype', 'constructor', {}],
  ])('refuses %s before a handler sees it', async (_, method, input) => {
    const { raw } = connect(handlersWith({}));
    const answer = new Promise((resolve) => raw.onMessage(resolve));
    raw.post({ id: 1, k: 'call', m: method, a: input });
    await expect(answer).resolves.toMatchObject({
      k: 'err',
      e: { code: expect.stringMatching(/bad-request|no-such-method/) },
    });
  });

  it('refuses bad input on every method of the contract', async () => {
    const { raw } = connect(handlersWith({}));
    const answers: { id: number; e?: { code: string } }[] = [];
    raw.onMessage((m) => answers.push(m as never));
    const names = [...Object.keys(calls), ...Object.keys(streams)];
    names.forEach((m, id) => {
      raw.post({ id, k: 'call', m, a: { hostile: true } });
    });
    await expect.poll(() => answers.length).toBe(names.length);
    expect(answers.map((a) => a.e?.code)).toEqual(names.map(() => 'bad-request'));
  });

  it('carries the code of a failure', async () => {
    const { client } = connect(handlersWith({ calls: { 'app.info': refuse } }));
    await expect(client.call('app.info', {})).rejects.toMatchObject({
      code: 'internal',
      message: 'not under test',
    });
  });

  it('holds a stream back while the reader is busy, and stops it when the reader leaves', async () => {
    let made = 0;
    let ended = false;
    async function* ticks() {
      try {
        for (; ; made += 1) yield { what: 'runs' as const };
      } finally {
        ended = true;
      }
    }
    const { client } = connect(handlersWith({ streams: { 'app.changes': ticks } }));
    let taken = 0;
    for await (const _ of client.stream('app.changes', {})) {
      taken += 1;
      if (taken === 100) break;
    }
    await expect.poll(() => ended).toBe(true);
    expect(made).toBeLessThan(200);
  });

  it('rejects an answer of unexpected shape instead of waiting for ever', async () => {
    const handlers = handlersWith({ calls: { 'practice.status': (() => ({ up: 'perhaps' })) as never } });
    await expect(connect(handlers).client.call('practice.status', {})).rejects.toMatchObject({
      code: 'bad-answer',
    });
  });

  it('ends waiting calls when the other side goes away', async () => {
    const { client, close } = connect(handlersWith({ calls: { 'app.info': () => new Promise(() => {}) } }));
    const call = client.call('app.info', {});
    close();
    await expect(call).rejects.toMatchObject({ code: 'closed' });
  });
});
