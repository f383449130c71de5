import type { Connection, ExecRequest } from '@core/ports';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type ExecCall,
  type ScriptedServer,
  type ServerBehaviour,
  startSshServer,
} from '../../support/ssh-server';
import { collector, connectTo, never } from './helpers';

let server: ScriptedServer;
let connection: Connection;

async function serve(behaviour: ServerBehaviour) {
  server = await startSshServer(behaviour);
  connection = await connectTo(server);
}
const answer = (onExec: (call: ExecCall) => void) => serve({ onExec });

afterEach(async () => {
  await connection.close();
  await server.stop();
});

function run(extra: Partial<ExecRequest> = {}) {
  const out = collector();
  const err = collector();
  const outcome = connection.exec({
    command: 'whatever',
    stdin: '',
    onStdout: out.push,
    onStderr: err.push,
    timeoutMs: 20_000,
    signal: never(),
    ...extra,
  });
  return { out, err, outcome };
}

describe('the outcome of a remote command', () => {
  it.each([0, 1, 3, 126, 127, 137, 143, 255])('is exited with code %d as the server says', async (code) => {
    await answer(({ channel }) => {
      channel.exit(code);
      channel.end();
    });
    expect(await run().outcome).toEqual({ kind: 'exited', code });
  });

  it('is signalled when the server says so', async () => {
    await answer(({ channel }) => {
      channel.exit('KILL', false, '');
      channel.end();
    });
    expect(await run().outcome).toEqual({ kind: 'signalled', signal: 'SIGKILL' });
  });

  it('is lost, never success, when the channel closes without an exit status', async () => {
    await answer(({ channel }) => channel.end());
    expect(await run().outcome).toMatchObject({
      kind: 'lost',
      why: expect.stringContaining('without an exit'),
    });
  });

  it('is lost when the connection drops in the middle, and the connection knows it is closed', async () => {
    await answer(({ channel, cut }) => channel.write('half', () => cut()));
    const { outcome } = run();
    expect(await outcome).toMatchObject({ kind: 'lost' });
    expect(connection.closed).toBe(true);
  });

  it('is timed_out after the time limit, and the command is sent TERM', async () => {
    let signalled: Promise<string> = Promise.resolve('');
    await answer((call) => {
      signalled = call.signalled;
    });
    expect(await run({ timeoutMs: 50 }).outcome).toEqual({ kind: 'timed_out', after_ms: 50 });
    expect(await signalled).toBe('TERM');
  });

  it('is lost with the reason when the caller stops it, and the command is sent TERM', async () => {
    const stop = new AbortController();
    let signalled: Promise<string> = Promise.resolve('');
    await answer((call) => {
      signalled = call.signalled;
      stop.abort('by the operator');
    });
    expect(await run({ signal: stop.signal }).outcome).toMatchObject({
      kind: 'lost',
      why: expect.stringContaining('by the operator'),
    });
    expect(await signalled).toBe('TERM');
  });

  it('is refused when it was stopped before it was sent', async () => {
    await answer(() => undefined);
    expect(await run({ signal: AbortSignal.abort() }).outcome).toMatchObject({
      kind: 'refused',
      code: 'aborted',
    });
  });

  it('is refused when the server runs no commands or opens no channel', async () => {
    await serve({ refuseExec: true });
    expect(await run().outcome).toMatchObject({ kind: 'refused', code: 'exec_refused' });
    await connection.close();
    await server.stop();
    await serve({ refuseSessions: true });
    expect(await run().outcome).toMatchObject({ kind: 'refused', code: 'channel_refused' });
  });

  it('is refused on a connection that is closed', async () => {
    await answer(() => undefined);
    await connection.close();
    expect(await run().outcome).toMatchObject({ kind: 'refused', code: 'not_connected' });
  });
});

describe('the bytes of a remote command', () => {
  it('are all delivered before the outcome, on both streams', async () => {
    const big = Buffer.alloc(3 * 1024 * 1024, 'x');
    await answer(({ channel }) => {
      channel.stderr.write(big.subarray(0, 1024 * 1024));
      channel.write(big, () => {
        channel.exit(0);
        channel.end();
      });
    });
    const { out, err, outcome } = run();
    await outcome;
    expect([out.bytes().length, err.bytes().length]).toEqual([big.length, 1024 * 1024]);
  });

  it('are never decoded, so a character split over two packets survives', async () => {
    const text = Buffer.from('é');
    await answer(({ channel }) => {
      channel.write(text.subarray(0, 1), () =>
        channel.write(text.subarray(1), () => {
          channel.exit(0);
          channel.end();
        }),
      );
    });
    const { out, outcome } = run();
    await outcome;
    expect(out.text()).toBe('é');
  });

  it('reach stdin whole', async () => {
    await answer(({ channel }) => {
      let bytes = 0;
      channel.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      channel.on('end', () => {
        channel.write(String(bytes), () => {
          channel.exit(0);
          channel.end();
        });
      });
    });
    const { out, outcome } = run({ stdin: Buffer.alloc(5_000_000) });
    expect(await outcome).toEqual({ kind: 'exited', code: 0 });
    expect(out.text()).toBe('5000000');
  });

  it('that a sink cannot take reject the exec instead of ending the process', async () => {
    await answer(({ channel }) => channel.write('data'));
    const { outcome } = run({
      onStdout: () => {
        throw new Error('disk full');
      },
    });
    await expect(outcome).rejects.toThrow('disk full');
  });
});

it('no more than six commands run at once, and the seventh waits for its turn', async () => {
  const waiting: ExecCall[] = [];
  await answer((call) => {
    waiting.push(call);
    if (waiting.length < 6) return;
    for (const { channel } of waiting.splice(0)) {
      channel.exit(0);
      channel.end();
    }
  });
  const outcomes = await Promise.all(Array.from({ length: 12 }, () => run().outcome));
  expect(outcomes).toHaveLength(12);
  expect(outcomes.every((outcome) => outcome.kind === 'exited')).toBe(true);
});
