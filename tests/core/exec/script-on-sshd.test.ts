import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { identify } from '@core/exec/identify';
import { runScript } from '@core/exec/script';
import type { Connection, ScriptRequest } from '@core/ports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sshd, startSshd } from '../../support/sshd';
import { collector, connectToSshd, never, unwrap } from '../ssh/helpers';

let sshd: Sshd;
let connection: Connection;

beforeAll(async () => {
  sshd = await startSshd();
  connection = await connectToSshd(sshd);
});
afterAll(async () => {
  await connection.close();
  await sshd.stop();
});

function run(script: string, extra: Partial<ScriptRequest> = {}) {
  const out = collector();
  const result = runScript(connection, {
    script,
    exports: [],
    secrets: [],
    timeoutMs: 30_000,
    onOutput: out.push,
    signal: never(),
    ...extra,
  });
  return { out, result };
}

describe('a script on a real sshd', () => {
  it.each([0, 1, 3, 126, 127, 137, 143, 255])('ends with its own exit code %d', async (code) => {
    expect((await run(`exit ${code}`).result).outcome).toEqual({ kind: 'exited', code });
  });

  it('that names a command which does not exist ends with 127 and says so', async () => {
    const { out, result } = run('no-such-command-here');
    expect((await result).outcome).toEqual({ kind: 'exited', code: 127 });
    expect(out.text()).toContain('no-such-command-here');
  });

  it('killed from inside ends with 128 and the signal', async () => {
    expect((await run('kill -9 $$').result).outcome).toEqual({ kind: 'exited', code: 137 });
  });

  it('leaves nothing in the temp folder and frees its channel while a child goes on in the background', async () => {
    const { out, result } = run('sleep 30 & echo $!; echo "$HOLDPOINT_OUTPUT"');
    expect((await result).outcome).toEqual({ kind: 'exited', code: 0 });
    const [pid, path] = out.text().trim().split('\n');
    expect(readdirSync(tmpdir())).not.toContain(path?.split('/').at(-2));
    process.kill(Number(pid), 0); // still alive: it was not told to stop
    process.kill(Number(pid), 'SIGKILL');
  });

  it('is lost when the caller stops it, and is asked to stop where sshd passes signals on', async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    const { result } = run('echo $$; exec sleep 60', {
      signal: stop.signal,
      onOutput: (chunk) => {
        seen.push(Buffer.from(chunk).toString());
        stop.abort('test');
      },
    });
    expect((await result).outcome).toMatchObject({ kind: 'lost', why: expect.stringContaining('test') });
    const pid = Number(seen.join('').trim());
    // sshd passes no signals on in a session of root ("session signalling requires privilege separation").
    if (process.getuid?.() === 0) process.kill(pid, 'SIGKILL');
    await expect.poll(() => sshd.descendants().includes(pid), { timeout: 10_000 }).toBe(false);
  });

  it('that prints 200 MB is counted whole in bounded memory', async () => {
    const before = process.memoryUsage().rss;
    let bytes = 0;
    let peak = before;
    const { result } = run('head -c 209715200 /dev/zero', {
      timeoutMs: 55_000,
      onOutput: (chunk) => {
        bytes += chunk.length;
        peak = Math.max(peak, process.memoryUsage.rss());
      },
    });
    expect((await result).outcome).toEqual({ kind: 'exited', code: 0 });
    expect(bytes).toBe(209_715_200);
    expect((peak - before) / 1024 / 1024).toBeLessThan(120);
  });

  it('is timed_out when it takes too long', async () => {
    expect((await run('sleep 3', { timeoutMs: 300 }).result).outcome).toEqual({
      kind: 'timed_out',
      after_ms: 300,
    });
  });

  it('whose sshd session is killed with -9 is lost', async () => {
    const victim = await connectToSshd(sshd);
    const outcome = runScript(victim, {
      script: 'echo ready; sleep 5',
      exports: [],
      secrets: [],
      timeoutMs: 30_000,
      signal: never(),
      onOutput: () => {
        for (const pid of sshd.descendants()) kill(pid);
      },
    });
    expect((await outcome).outcome.kind).toBe('lost');
    expect(victim.closed).toBe(true);
    await victim.close();
    connection = await connectToSshd(sshd);
  });
});

it('a login whose command is forced to something else is refused, with what it said', async () => {
  const forced = await startSshd(['ForceCommand echo "this account is closed" >&2; exit 1']);
  const denied = await connectToSshd(forced);
  const { outcome } = await runScript(denied, {
    script: 'echo hello',
    exports: [],
    secrets: [],
    timeoutMs: 30_000,
    onOutput: () => undefined,
    signal: never(),
  });
  expect(outcome).toMatchObject({
    kind: 'refused',
    code: 'shell_failed',
    why: expect.stringContaining('this account is closed'),
  });
  await denied.close();
  await forced.stop();
});

it('a target says its host name and how far its clock is off', async () => {
  const clock = { now: () => new Date().toISOString(), monotonic: () => performance.now() };
  const identity = unwrap(await identify(connection, clock, never()));
  expect(identity.hostname).not.toBe('');
  expect(Math.abs(identity.clockOffsetMs)).toBeLessThanOrEqual(identity.uncertaintyMs + 50);
});

const kill = (pid: number) => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};
