import type { Connections, Transport } from '@core/ports';
import { connectionPool } from '@core/ssh/pool';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ScriptedServer, startSshServer } from '../../support/ssh-server';
import { freePort } from '../../support/sshd';
import { errorOf, never, target, transportTo, unwrap } from './helpers';

let server: ScriptedServer;
let pool: Connections;
beforeEach(async () => {
  server = await startSshServer({ onExec: ({ cut }) => cut() });
  pool = connectionPool(transportTo(server));
});
afterEach(async () => {
  await pool.closeAll();
  await server.stop();
});

describe('the connections of a run', () => {
  it('are opened once per target, however many ask at the same time', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => pool.get(target(server.port), never())));
    expect(new Set(all.map((result) => unwrap(result))).size).toBe(1);
    expect(await pool.get(target(server.port), never())).toEqual(all[0]);
    expect(server.logins()).toBe(1);
  });

  it('are told apart by user', async () => {
    const ann = unwrap(await pool.get(target(server.port, 'ann'), never()));
    const bob = unwrap(await pool.get(target(server.port, 'bob'), never()));
    expect(ann).not.toBe(bob);
  });

  it('are opened anew after one was lost', async () => {
    const first = unwrap(await pool.get(target(server.port), never()));
    const outcome = await first.exec({
      command: 'x',
      stdin: '',
      onStdout: () => undefined,
      onStderr: () => undefined,
      timeoutMs: 10_000,
      signal: never(),
    });
    expect(outcome.kind).toBe('lost');
    const second = unwrap(await pool.get(target(server.port), never()));
    expect([first.closed, second.closed, server.logins()]).toEqual([true, false, 2]);
  });

  it('do not remember a failure', async () => {
    const port = await freePort();
    expect(errorOf(await pool.get(target(port), never())).code).toBe('unreachable');
    expect(errorOf(await pool.get(target(port), never())).code).toBe('unreachable');
  });

  it('are all closed together, and can be asked for again', async () => {
    const connection = unwrap(await pool.get(target(server.port), never()));
    await pool.closeAll();
    expect(connection.closed).toBe(true);
    expect(unwrap(await pool.get(target(server.port), never())).closed).toBe(false);
  });
});

describe('a caller that gives up', () => {
  /** Opens only when told, and reports whether it was asked to stop. */
  function slowTransport() {
    const real = transportTo(server);
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const signals: AbortSignal[] = [];
    const transport: Transport = {
      connect: async (to, signal) => {
        signals.push(signal);
        await gate;
        return real.connect(to, signal);
      },
    };
    return { pool: connectionPool(transport), open: () => open(), signals };
  }

  it('does not take the connection away from one that still waits', async () => {
    const slow = slowTransport();
    const stop = new AbortController();
    const first = slow.pool.get(target(server.port), stop.signal);
    const second = slow.pool.get(target(server.port), never());
    stop.abort();
    expect(errorOf(await first).code).toBe('aborted');
    expect(slow.signals[0]?.aborted).toBe(false);
    slow.open();
    expect(unwrap(await second).closed).toBe(false);
    await slow.pool.closeAll();
  });

  it('stops the opening when it was the last', async () => {
    const slow = slowTransport();
    const stop = new AbortController();
    const only = slow.pool.get(target(server.port), stop.signal);
    stop.abort();
    expect(errorOf(await only).code).toBe('aborted');
    expect(slow.signals[0]?.aborted).toBe(true);
    slow.open();
    expect(unwrap(await slow.pool.get(target(server.port), never())).closed).toBe(false);
    await slow.pool.closeAll();
  });

  it('before it asked opens nothing', async () => {
    expect(errorOf(await pool.get(target(server.port), AbortSignal.abort())).code).toBe('aborted');
    expect(server.logins()).toBe(0);
  });
});
