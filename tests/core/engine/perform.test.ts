import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Connection } from '@core/ports';
import { canonicalBytes } from '@domain/evidence/canonical-json';
import { fail } from '@domain/kernel/result';
import type { Action } from '@domain/plan/plan';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { aChange, aStep } from '../../support/builders/plan';
import { type Sshd, startSshd } from '../../support/sshd';
import { connectToSshd } from '../ssh/helpers';
import { bench } from './support/bench';

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

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const SECRET = { name: 'db_password', value: 'hunter2-hunter2' };

describe('what is stored of an ending', () => {
  const http = (url: string, expectBody: string): Parameters<typeof aStep>[0] => ({
    id: 'a',
    targets: [],
    action: { type: 'local', script: 'true' },
    expect: [{ rule: 'http', url, status: 200, contains: expectBody, within_ms: 50 }],
  });

  it('holds no secret that an answer echoes', async () => {
    const url = await serve((_, response) => response.end(`{"password":"${SECRET.value}"}`));
    const ended = await bench(aStep(http(url, 'never')), { secrets: [SECRET] }).perform();
    expect(JSON.stringify(ended)).not.toContain(SECRET.value);
    expect(JSON.stringify(ended.checks)).toContain('[masked]');
  });

  it('holds no half character, so that the ledger can take it', async () => {
    const url = await serve((_, response) => response.end(`${'x'.repeat(155)}😀😀😀`));
    const ended = await bench(aStep(http(url, 'never'))).perform();
    expect(() => canonicalBytes(JSON.parse(JSON.stringify({ checks: ended.checks })))).not.toThrow();
  });

  it('is short, also where a value is not', async () => {
    const step = aStep({
      id: 'a',
      targets: [],
      action: { type: 'local', script: `printf '{"v":"%s"}' "$(head -c 50000 /dev/zero | tr '\\0' x)"` },
      expect: [{ rule: 'json', file: null, path: 'v', equals: 'y' }],
    });
    const ended = await bench(step).perform();
    expect(ended.checks.every((c) => c.found.length < 2100)).toBe(true);
  });

  it('never takes a secret or a NUL as a value: the step has not passed', async () => {
    const script = `echo "token=$db_password" >> "$HOLDPOINT_OUTPUT"
printf 'nul=a\\0b\\n' >> "$HOLDPOINT_OUTPUT"
echo fine=yes >> "$HOLDPOINT_OUTPUT"`;
    const step = aStep({ id: 'a', targets: [], action: { type: 'local', script } });
    const ended = await bench(step, { secrets: [SECRET] }).perform();
    expect(ended.values).toEqual([{ name: 'fine', value: 'yes' }]);
    expect(ended.checks.filter((c) => c.rule === 'values').map((c) => c.result)).toEqual(['fail', 'fail']);
    expect(JSON.stringify(ended)).not.toContain(SECRET.value);
  });
});

describe('a request that changes something', () => {
  const post = (url: string): Action => ({ type: 'http', method: 'POST', url, body: '{}' });
  const step = (url: string, changes: boolean) =>
    aChange('a', {
      targets: [],
      changes,
      action: post(url),
      timeout_ms: 200,
      expect: [{ rule: 'status', equals: 200 }],
    });

  it('is unknown when the connection breaks or nothing comes after it was sent', async () => {
    const breaks = await serve((request) => request.socket.destroy());
    expect((await bench(step(breaks, true)).perform()).outcome.kind).toBe('lost');
    const hangs = await serve(() => undefined);
    expect((await bench(step(hangs, true)).perform()).outcome.kind).toBe('timed_out');
  });

  it('is refused when it never left, and a read without an answer has failed', async () => {
    const nobody = await bench(step('http://127.0.0.1:1/', true)).perform();
    expect(nobody.outcome.kind).toBe('refused');
    const breaks = await serve((request) => request.socket.destroy());
    expect((await bench(step(breaks, false)).perform()).outcome.kind).toBe('refused');
  });
});

describe('a change that is tried again', () => {
  const change = (done_when: string | null, path: string) =>
    aChange('a', { done_when, action: { type: 'run', script: `echo ran >> '${path}'` } });

  it.each([
    ['holds', 'true', 'exited', false],
    ['does not hold', 'false', 'exited', true],
    ['is not there', 'no-such-probe-here', 'refused', false],
    ['is killed', 'kill -9 $$', 'refused', false],
  ])('whose probe %s', async (_, probe, outcome, ran) => {
    const path = join(sshd.folder, `ran-${probe.replace(/\W/g, '')}`);
    const ended = await bench(change(probe, path), { connection, attempt: 2 }).perform();
    expect(ended.outcome.kind).toBe(outcome);
    expect(existsSync(path)).toBe(ran);
  });

  it('runs nothing when the connection is lost under its probe', async () => {
    let execs = 0;
    const flaky: Connection = {
      ...connection,
      exec: async () => {
        execs += 1;
        return { kind: 'lost', why: 'connection lost' };
      },
    };
    const ended = await bench(change('true', '/nowhere'), { connection: flaky, attempt: 2 }).perform();
    expect(ended.outcome).toMatchObject({ kind: 'refused', code: 'probe_failed' });
    expect(execs).toBe(1);
  });

  it('is asked about nothing for the next stage of a rollout: a new weight is not there yet', async () => {
    const path = join(sshd.folder, 'stage');
    const step = aStep({
      ...change('true', path),
      action: {
        type: 'rollout',
        stages: [{ weight: 10, hold_ms: 1 }],
        apply: `echo ran >> '${path}'`,
        revert: null,
        watch: ['error-rate'],
        on_fail: 'ask',
      },
    });
    await bench(step, { connection, attempt: 2 }).perform();
    expect(existsSync(path)).toBe(true);
  });
});

describe('an upload', () => {
  const upload = (from: string, over = {}) =>
    aChange('a', {
      action: { type: 'upload', from, to: `${sshd.folder}/`, sha256: null },
      expect: [],
      ...over,
    });

  it('sends the file, and believes the digest of the target', async () => {
    const one = bench(upload('a.bin'), { connection });
    writeFileSync(join(one.workspace, 'a.bin'), 'hello');
    const ended = await one.perform();
    expect(ended.checks.map((c) => c.result)).toEqual(['pass', 'pass']);
    expect(readFileSync(join(sshd.folder, 'a.bin'), 'utf8')).toBe('hello');
  });

  it('of another file than the runbook names is not sent at all', async () => {
    const action = { type: 'upload' as const, from: 'b.bin', to: `${sshd.folder}/`, sha256: '0'.repeat(64) };
    const one = bench(upload('b.bin', { action }), { connection });
    writeFileSync(join(one.workspace, 'b.bin'), 'hello');
    const ended = await one.perform();
    expect(ended.checks).toMatchObject([{ rule: 'sha256 here', expected: '0'.repeat(64), result: 'fail' }]);
    expect(existsSync(join(sshd.folder, 'b.bin'))).toBe(false);
  });

  it('that arrives with another digest than it left with has failed', async () => {
    const spoiling: Connection = {
      ...connection,
      upload: async (local, remote, signal) => {
        const sent = await connection.upload(local, remote, signal);
        writeFileSync(remote, 'spoilt on the way');
        return sent;
      },
    };
    const one = bench(upload('c.bin'), { connection: spoiling });
    writeFileSync(join(one.workspace, 'c.bin'), 'hello');
    const ended = await one.perform();
    expect(ended.checks.map((c) => [c.rule, c.result])).toEqual([
      ['sha256 here', 'pass'],
      ['sha256 on target', 'fail'],
    ]);
  });

  it('never leaves the workspace, neither by its path nor through a link', async () => {
    for (const from of ['../secret.bin', '/etc/hostname', 'link.bin', 'folder/x']) {
      const one = bench(upload(from), { connection });
      writeFileSync(join(one.workspace, '..', 'secret.bin'), 'top');
      symlinkSync(join(one.workspace, '..', 'secret.bin'), join(one.workspace, 'link.bin'));
      mkdirSync(join(one.workspace, '..', 'aside'));
      writeFileSync(join(one.workspace, '..', 'aside', 'x'), 'top');
      symlinkSync(join(one.workspace, '..', 'aside'), join(one.workspace, 'folder'));
      expect((await one.perform()).outcome, from).toMatchObject({
        kind: 'refused',
        code: 'outside_workspace',
      });
    }
  });

  it.each([
    ['lost under it', 'lost', 'lost'],
    ['refused by the target', 'remote_permission', 'refused'],
  ])('is %s: %s is %s', async (_, code, outcome) => {
    const broken: Connection = { ...connection, upload: async () => fail(code, 'x') };
    const one = bench(upload('a.bin'), { connection: broken });
    writeFileSync(join(one.workspace, 'a.bin'), 'hello');
    expect((await one.perform()).outcome.kind).toBe(outcome);
  });

  it('ends as unknown at its time limit, and when it is stopped half way', async () => {
    const hanging: Connection = {
      ...connection,
      upload: (_local, _remote, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(fail('aborted', 'stopped')), { once: true });
        }),
    };
    const slow = bench(upload('a.bin', { timeout_ms: 30 }), { connection: hanging });
    writeFileSync(join(slow.workspace, 'a.bin'), 'hello');
    expect((await slow.perform()).outcome).toEqual({ kind: 'timed_out', after_ms: 30 });

    const stop = new AbortController();
    const stopped = bench(upload('a.bin'), {
      connection: {
        ...hanging,
        upload: (local, remote, signal) => {
          queueMicrotask(() => stop.abort());
          return hanging.upload(local, remote, signal);
        },
      },
      signal: stop.signal,
    });
    writeFileSync(join(stopped.workspace, 'a.bin'), 'hello');
    expect((await stopped.perform()).outcome.kind).toBe('lost');
  });
});
