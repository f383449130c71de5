import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Practice } from '@core/practice/types';
import type { Client } from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPractice, logIn, resourcesDir, run, variable } from './support/client';
import { observe } from './support/observe';

const P95_LIMIT = 0.8;
const ERROR_LIMIT = 0.05;

let practice: Practice;
let client: Client;
beforeAll(async () => {
  practice = await aPractice();
  client = await logIn(practice);
});
afterAll(async () => {
  client.end();
  await practice.stop();
});

const good = async (command: string, stdin?: Buffer) => {
  const ended = await run(client, command, stdin);
  expect(ended, `${command}\n${ended.stderr}`).toMatchObject({ code: 0 });
  return ended.stdout;
};
const unpack = (version: string) => {
  const file = join(resourcesDir, 'runbooks', 'practice', 'artifacts', `orders-${version}.tar.gz`);
  const into = `"$root/releases/${version}"`;
  return good(`mkdir -p ${into} && tar -xzf - -C ${into}`, readFileSync(file));
};
const startCandidate = (version: string) =>
  good(`ln -sfn "$root/releases/${version}" "$root/candidate" && orders start candidate`);
const endCandidate = () => good('orders traffic set 0 && orders stop candidate && rm -f "$root/candidate"');
const url = (port: string, path: string) => `http://127.0.0.1:${variable(practice, port)}${path}`;
const readNewest = async () => (await (await fetch(url('stable_port', '/orders?limit=1'))).json())[0];
const order = (port: string, body: unknown) =>
  fetch(url(port, '/orders'), { method: 'POST', body: JSON.stringify(body) });

describe('the order service', () => {
  it('takes an order and gives it back', async () => {
    const taken = await order('entry_port', { customer: 'ann', item: 'lamp', quantity: 2 });
    const { id } = await taken.json();
    expect(taken.status).toBe(201);
    expect(await (await fetch(url('entry_port', `/orders/${id}`))).json()).toMatchObject({ customer: 'ann' });
  });

  it.each([
    ['{', 400],
    ['null', 400],
    ['{"customer":"ann","item":"lamp","quantity":0}', 400],
    ['x'.repeat(65_537), 413],
  ])('refuses a body that is no order: %.40s', async (body, status) => {
    expect((await fetch(url('stable_port', '/orders'), { method: 'POST', body })).status).toBe(status);
  });

  it.each([
    ['/orders/999999999', 404],
    ['/orders?limit=0', 400],
    ['/nowhere', 404],
  ])('answers %s with %i', async (path, status) => {
    expect((await fetch(url('entry_port', path))).status).toBe(status);
  });

  it('counts what it answers by method, route, status and version', async () => {
    const page = await (await fetch(url('stable_port', '/metrics'))).text();
    expect(page).toMatch(
      /^http_requests_total\{method="GET",route="\/orders\/:id",version="1\.4\.2",status="200"\} \d+$/m,
    );
    expect(page).toMatch(/^http_request_duration_seconds_bucket\{.*version="1\.4\.2",le="\+Inf"\} \d+$/m);
    expect(page).toMatch(/^process_resident_memory_bytes \d+$/m);
  });
});

describe('orders, the command', () => {
  it.each(['', 'dance', 'start everything', 'migrate sideways 1.5.0', 'traffic set many', 'backup'])(
    'explains itself when asked for "%s"',
    async (words) => {
      const ended = await run(client, `orders ${words}`);
      expect(ended).toMatchObject({ code: 2 });
      expect(ended.stderr).toMatch(/^usage:/);
    },
  );

  it.each([
    ['migrate up 9.9.9', /no release 9\.9\.9/],
    ['migrate up ../../etc', /no release/],
    ['start candidate', /no release to run/],
    ['traffic set 10', /no candidate is running/],
    ['restore "$root/backups/none.db"', /no backup/],
    ['restore "$root/bin/orders"', /no whole order database/],
  ])('refuses "%s" and says why', async (words, why) => {
    const ended = await run(client, `orders ${words}`);
    expect(ended).toMatchObject({ code: 1 });
    expect(ended.stderr).toMatch(why);
  });
});

describe('backup', () => {
  it('is taken while orders come in, proves itself, and brings the data back', async () => {
    const file = join(practice.root, 'backups', 'test.db');
    const proof = JSON.parse(await good(`orders backup ${file}`));
    const bytes = readFileSync(file);
    expect(proof).toMatchObject({ file, bytes: bytes.length });
    expect(proof.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));

    const after = await order('stable_port', { customer: 'late', item: 'lamp', quantity: 1 });
    const { id } = await after.json();
    const text = await good(`orders restore ${file}`);
    const gone = Number(/(\d+) that came after/.exec(text)?.[1]);
    expect(text).toContain(`restored ${proof.orders} orders`);
    expect(gone).toBeGreaterThan(0);
    expect(await (await fetch(url('stable_port', `/orders/${id}`))).text()).not.toContain('late');
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });
});

describe('a release beside the old one', () => {
  it('its migration goes up and down, and the old version lives with both', async () => {
    await unpack('1.5.0');
    expect(await good('orders migrate up 1.5.0')).toBe('applied 0002-order-channel\n');
    expect(await good('orders migrate up 1.5.0')).toBe('nothing to do\n');
    expect(await readNewest()).toHaveProperty('channel', 'web');
    expect((await order('stable_port', { customer: 'ann', item: 'lamp', quantity: 1 })).status).toBe(201);
    expect(await good('orders migrate down 1.5.0')).toBe('taken back 0002-order-channel\n');
    expect(await readNewest()).not.toHaveProperty('channel');
    expect((await order('stable_port', { customer: 'ann', item: 'lamp', quantity: 1 })).status).toBe(201);
  });

  it('the schema is not taken away under a candidate that needs it', async () => {
    await good('orders migrate up 1.5.0');
    await startCandidate('1.5.0');
    const down = await run(client, 'orders migrate down 1.5.0');
    expect(down).toMatchObject({ code: 1 });
    expect(down.stderr).toMatch(/candidate runs 1\.5\.0/);
  });

  it('the candidate is not stopped while customers are sent to it', async () => {
    await good('orders traffic set 10');
    const stop = await run(client, 'orders stop candidate');
    expect(stop).toMatchObject({ code: 1 });
    expect(stop.stderr).toMatch(/10 % of the traffic/);
  });

  it('1.5.0 stays under every limit with all the traffic', async () => {
    await good('orders traffic set 100');
    const readings = await observe(url('candidate_port', '/metrics'), 7);
    expect(readings.at(-1)?.requests).toBeGreaterThan(100);
    for (const { p95, errorRate } of readings.slice(2)) {
      expect(p95).toBeLessThan(P95_LIMIT);
      expect(errorRate).toBe(0);
    }
    await endCandidate();
  });

  it('1.5.1 breaks the latency limit at 30 percent and the error limit at 100', async () => {
    await unpack('1.5.1');
    await startCandidate('1.5.1');
    await good('orders traffic set 30');
    const some = await observe(url('candidate_port', '/metrics'), 8);
    const worst = some.slice(-3).map(({ p95 }) => p95);
    for (const p95 of worst) expect(p95).toBeGreaterThan(P95_LIMIT);
    await good('orders traffic set 100');
    const all = await observe(url('candidate_port', '/metrics'), 5);
    expect(all.at(-1)?.errorRate).toBeGreaterThan(ERROR_LIMIT);
  });

  it('with the traffic taken back, the old version serves everybody well again', async () => {
    await endCandidate();
    await good('orders migrate down 1.5.1');
    const readings = await observe(url('traffic_port', '/metrics'), 3);
    for (const { p95, errorRate } of readings) {
      expect(p95).toBeLessThan(P95_LIMIT);
      expect(errorRate).toBe(0);
    }
    expect(await good('orders status')).toMatch(/candidate +stopped/);
  });
});
