import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { FetchText } from '@core/metrics/reading';
import { createSampler } from '@core/metrics/sampler';
import { fail, ok } from '@domain/kernel/result';
import type { ScrapeValue } from '@domain/plan/plan';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scraped, series, spec } from './build';

const installed = spawnSync('prometheus', ['--version']).status === 0;
if (!installed) console.log('skipped: the comparison with a real Prometheus (Debian package prometheus)');

const WINDOW = '6s';
const WINDOW_MS = 6000;
const DEADLINE_MS = 45_000;
/** Both sides look at moments of their own, so they differ by a share of one scrape. */
const TOLERANCE = 0.05;

const never = new AbortController().signal;
const fetchText: FetchText = async (url, _via, signal) => {
  try {
    const answer = await fetch(url, { signal });
    const body = await answer.text();
    return answer.ok ? ok(body) : fail('http', `${answer.status} ${body.slice(0, 200)}`);
  } catch (error) {
    return fail('unreachable', String(error));
  }
};

/** A service under steady load since it was started: every number follows from the time alone. */
function exposition(seconds: number): string {
  const requests = Math.floor(seconds * 400);
  const le: [string, number][] = [
    ['0.05', 0.3],
    ['0.1', 0.6],
    ['0.25', 0.9],
    ['1', 0.98],
    ['+Inf', 1],
  ];
  return [
    '# HELP requests_total Requests by \\"code\\".',
    '# TYPE requests_total counter',
    `requests_total{code="200",path="/a\\"b"} ${requests}`,
    `requests_total{code="503",path="/a\\"b"} ${Math.floor(seconds * 20)}`,
    '# TYPE latency_seconds histogram',
    ...le.map(([bound, share]) => `latency_seconds_bucket{le="${bound}"} ${Math.floor(requests * share)}`),
    `latency_seconds_sum ${(requests * 0.12).toExponential(6)}`,
    `latency_seconds_count ${requests}`,
    '# TYPE queue gauge',
    'queue 42.5',
    '',
  ].join('\n');
}

describe.skipIf(!installed)('beside a real Prometheus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdpoint-prometheus-'));
  let service: Server;
  let prometheus: ChildProcess | null = null;
  let base = '';
  let target = '';

  beforeAll(async () => {
    const started = performance.now();
    service = createServer((_request, response) => {
      response.setHeader('content-type', 'text/plain; version=0.0.4');
      response.end(exposition(100 + (performance.now() - started) / 1000));
    });
    target = `http://127.0.0.1:${await listen(service)}/metrics`;
    base = await startPrometheus();
  });

  afterAll(async () => {
    const ended = prometheus === null ? null : new Promise((resolve) => prometheus?.once('exit', resolve));
    prometheus?.kill('SIGTERM');
    await ended;
    service?.closeAllConnections();
    await new Promise((resolve) => service?.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts it on a port of its own choosing and learns that port from its log. */
  async function startPrometheus(): Promise<string> {
    const config = {
      global: { scrape_interval: '500ms', scrape_timeout: '400ms' },
      scrape_configs: [{ job_name: 'x', static_configs: [{ targets: [new URL(target).host] }] }],
    };
    writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
    const args = [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--web.listen-address=127.0.0.1:0',
      '--web.external-url=http://127.0.0.1/prom',
    ];
    const child = spawn('prometheus', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    prometheus = child;
    return new Promise((resolve, reject) => {
      let log = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        log += chunk.toString();
        const port = /Listening on"?.* address=127\.0\.0\.1:(\d+)/.exec(log)?.[1];
        if (port !== undefined) resolve(`http://127.0.0.1:${port}/prom`);
      });
      child.once('exit', (code) => reject(new Error(`prometheus ended with ${code}: ${log}`)));
    });
  }

  const pairs: readonly [string, ScrapeValue, string][] = [
    ['gauge', { of: 'gauge', series: series('queue') }, 'queue'],
    ['rate', { of: 'rate', series: series('requests_total') }, `sum(rate(requests_total[${WINDOW}]))`],
    [
      'rate-503',
      { of: 'rate', series: series('requests_total', { code: '5..' }) },
      `sum(rate(requests_total{code=~"5.."}[${WINDOW}]))`,
    ],
    [
      'ratio',
      { of: 'ratio', part: series('requests_total', { code: '5..' }), whole: series('requests_total') },
      `sum(rate(requests_total{code=~"5.."}[${WINDOW}])) / sum(rate(requests_total[${WINDOW}]))`,
    ],
    ...['0.2', '0.5', '0.95', '0.99', '1'].map((q): [string, ScrapeValue, string] => [
      `q-${q}`,
      { of: 'quantile', series: series('latency_seconds'), q },
      `histogram_quantile(${q}, sum by (le) (rate(latency_seconds_bucket[${WINDOW}])))`,
    ]),
    ['nothing', { of: 'rate', series: series('no_such_total') }, 'sum(rate(no_such_total[1m]))'],
    [
      'zero-of-zero',
      { of: 'ratio', part: series('no_such_total'), whole: series('requests_total') },
      'sum(rate(requests_total[1m]) * 0) / sum(rate(requests_total[1m]) * 0)',
    ],
  ];

  it('computes the same gauges, rates, ratios and quantiles', async () => {
    const sampler = createSampler({ fetchText, clock: { monotonic: () => performance.now() } });
    const metrics = pairs.flatMap(([id, value, query]) => [
      scraped(`${id}.ours`, value, WINDOW_MS, target),
      spec(`${id}.theirs`, { source: 'prometheus', url: base, via: null, query }),
    ]);
    const full = spec('count', {
      source: 'prometheus',
      url: base,
      via: null,
      query: `min(count_over_time(requests_total[${WINDOW}])) >= 12`,
    });
    const until = performance.now() + DEADLINE_MS;
    let values = new Map<string, string | null>();
    // Until Prometheus has filled its window up to the edges, where it extrapolates least; ours is filled by then.
    while (values.get('count') == null) {
      expect(performance.now()).toBeLessThan(until);
      await wait(500);
      const samples = await sampler.sample([...metrics, full], never);
      expect(samples.filter(({ error }) => error !== null)).toEqual([]);
      values = new Map(samples.map(({ metric, value }) => [metric, value]));
    }
    const table = pairs.map(([id]) => [id, values.get(`${id}.ours`), values.get(`${id}.theirs`)] as const);
    for (const [id, ours, theirs] of table) {
      if (theirs === null) expect([id, ours]).toEqual([id, null]);
      else expect(Math.abs(Number(ours) / Number(theirs) - 1), id).toBeLessThan(TOLERANCE);
    }
    expect(values.get('gauge.ours')).toBe('42.5');
    // What the service really does is known: 420 requests a second.
    expect(Math.abs(Number(values.get('rate.ours')) / 420 - 1)).toBeLessThan(TOLERANCE);
  });

  it('says what Prometheus says of a query that is wrong, and of one with several series', async () => {
    const sampler = createSampler({ fetchText, clock: { monotonic: () => performance.now() } });
    const ask = (query: string) => spec('q', { source: 'prometheus', url: base, via: null, query });
    const samples = await sampler.sample(
      [ask('sum('), ask('requests_total'), ask('requests_total[5s]')],
      never,
    );
    expect(samples.map(({ value }) => value)).toEqual([null, null, null]);
    expect(samples[0]?.error).toMatch('parse error');
    expect(samples[1]?.error).toBe('the query gives 2 series; aggregate it to one');
    expect(samples[2]?.error).toBe('the query gives a matrix, not one number');
  });
});

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
