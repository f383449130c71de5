import { createSampler } from '@core/metrics/sampler';
import type { MetricSpec } from '@domain/plan/plan';
import { sampleValue } from '@domain/verdict/types';
import { describe, expect, it } from 'vitest';
import { bench, scraped, series, spec, URL_OF_TARGET } from './build';

/** The newest value of one metric after rounds of one second; an error comes as `!` and its message. */
async function read(metric: MetricSpec, ...bodies: readonly (string | null)[]): Promise<string | null> {
  const target = bench([metric]);
  let last: string | null = null;
  for (const body of bodies) {
    const [sample] = await target.round(body);
    expect(sampleValue.safeParse(sample).success).toBe(true);
    last = sample?.error === null ? sample.value : `! ${sample?.error}`;
  }
  return last;
}

const rate = (labels: Record<string, string> = {}, windowMs?: number) =>
  scraped('rate', { of: 'rate', series: series('hits_total', labels) }, windowMs);
const ratio = scraped('ratio', {
  of: 'ratio',
  part: series('hits_total', { code: '5..' }),
  whole: series('hits_total'),
});
const twoNames = scraped('ratio', { of: 'ratio', part: series('errors_total'), whole: series('hits_total') });

describe('a gauge', () => {
  const gauge = (labels = {}) => scraped('gauge', { of: 'gauge', series: series('queue', labels) });

  it('is the value of the one series that matches', async () => {
    expect(await read(gauge(), 'queue 7')).toBe('7');
    expect(await read(gauge({ name: 'a|b' }), 'queue{name="a"} 1\nqueue{name="ab"} 2')).toBe('1');
    expect(await read(gauge({ missing: '' }), 'queue 3')).toBe('3');
  });

  it('is an error when several series match, because nobody said which counts', async () => {
    expect(await read(gauge(), 'queue{a="1"} 1\nqueue{a="2"} 2')).toMatch('! 2 series of queue match');
  });

  it('has no data when nothing matches or it is NaN, and is an error when infinite', async () => {
    expect(await read(gauge(), 'other 7')).toBeNull();
    expect(await read(gauge({ name: 'ab' }), 'queue{name="xabx"} 7')).toBeNull();
    expect(await read(gauge(), 'queue NaN')).toBeNull();
    expect(await read(gauge(), 'queue +Inf')).toBe('! the value is infinite');
  });

  it('has no data when the series is gone from the newest scrape', async () => {
    expect(await read(gauge(), 'queue 7', 'other 1')).toBeNull();
  });
});

describe('a rate', () => {
  it('needs two scrapes', async () => {
    expect(await read(rate(), 'hits_total 100')).toBeNull();
    expect(await read(rate(), 'hits_total 100', 'hits_total 103')).toBe('3');
  });

  it('is the sum over the series that match', async () => {
    const body = (a: number, b: number) => `hits_total{code="200"} ${a}\nhits_total{code="500"} ${b}`;
    expect(await read(rate(), body(0, 0), body(10, 2))).toBe('12');
    expect(await read(rate({ code: '5..' }), body(0, 0), body(10, 2))).toBe('2');
  });

  it('counts on after a reset', async () => {
    expect(await read(rate(), 'hits_total 100', 'hits_total 4')).toBe('4');
    expect(await read(rate(), 'hits_total 100', 'hits_total 110', 'hits_total 2')).toBe('6');
  });

  it('sees a series that begins: zero to something is seen', async () => {
    const only = 'hits_total{code="200"} 50';
    expect(await read(rate({ code: '500' }), only, `${only}\nhits_total{code="500"} 3`)).toBe('3');
  });

  it('does not take a series that comes back for a new one', async () => {
    const [a, b] = ['hits_total{i="1"} 1000', 'hits_total{i="2"} 1000'];
    expect(await read(rate(), `${a}\n${b}`, a, `${a}\n${b}`)).toBe('0');
  });

  it('knows a series by its labels in whatever order they are written', async () => {
    expect(await read(rate(), 'hits_total{a="1",b="2"} 5', 'hits_total{b="2",a="1"} 6')).toBe('1');
  });

  it('forgets what is older than its window, and has no data when the window holds one scrape', async () => {
    expect(
      await read(rate({}, 2000), 'hits_total 0', 'hits_total 100', 'hits_total 101', 'hits_total 102'),
    ).toBe('1');
    expect(await read(rate({}, 500), 'hits_total 0', 'hits_total 100')).toBeNull();
  });

  it('goes on after scrapes that failed', async () => {
    expect(await read(rate(), 'hits_total 0', null, 'hits_total 10')).toBe('5');
  });

  it('has no data when nothing matches', async () => {
    expect(
      await read(rate({ code: '5..' }), 'hits_total{code="200"} 1', 'hits_total{code="200"} 2'),
    ).toBeNull();
  });

  it('is an error for a pattern that RE2 refuses', async () => {
    expect(await read(rate({ code: '(?=a)' }), 'hits_total 1')).toMatch('is no RE2 expression');
  });
});

describe('a ratio of rates', () => {
  const body = (good: number, bad: number | null) =>
    `hits_total{code="200"} ${good}${bad === null ? '' : `\nhits_total{code="503"} ${bad}`}`;

  it('is part of whole', async () => {
    expect(await read(ratio, body(0, 0), body(95, 5))).toBe('0.05');
  });

  it('has no data when nothing happened: 0 of 0 is not 0', async () => {
    expect(await read(ratio, body(5, 5), body(5, 5))).toBeNull();
    expect(await read(twoNames, 'errors_total 0\nhits_total 0', 'errors_total 0\nhits_total 0')).toBeNull();
  });

  it('is a measured 0 when the whole is counted and none of it is of that kind', async () => {
    expect(await read(ratio, body(0, null), body(95, null))).toBe('0');
  });

  it('has no data when the part is another metric that is not there, or goes by a label that is not there', async () => {
    expect(await read(twoNames, 'hits_total 0', 'hits_total 9')).toBeNull();
    expect(await read(ratio, 'hits_total{status="200"} 0', 'hits_total{status="200"} 9')).toBeNull();
  });

  it('is an error when the part grows and the whole does not', async () => {
    const [before, after] = ['errors_total 0\nhits_total 9', 'errors_total 2\nhits_total 9'];
    expect(await read(twoNames, before, after)).toBe('! errors_total grows while hits_total does not');
  });
});

describe('a quantile', () => {
  const p95 = (q = '0.95', name = 'latency_seconds') =>
    scraped('p95', { of: 'quantile', series: series(name), q });
  const body = (...counts: number[]) =>
    ['0.1', '0.5', '1', '+Inf']
      .map((le, i) => `latency_seconds_bucket{le="${le}"} ${counts[i]}`)
      .concat(`latency_seconds_count ${counts[3]}`)
      .join('\n');

  it('is computed from what the buckets grew by', async () => {
    const [before, after] = [body(1000, 1000, 1000, 1000), body(1050, 1090, 1100, 1100)];
    expect(await read(p95(), before, after)).toBe('0.75');
    expect(await read(p95('0.95', 'latency_seconds_bucket'), before, after)).toBe('0.75');
  });

  it('has no data when nothing was observed', async () => {
    expect(await read(p95(), body(1, 2, 3, 4), body(1, 2, 3, 4))).toBeNull();
  });

  it('is an error without +Inf, without le, or for a share that is none', async () => {
    const open = (n: number) => `latency_seconds_bucket{le="1"} ${n}`;
    expect(await read(p95(), open(1), open(2))).toMatch('has no bucket le="+Inf"');
    const bare = (n: number) => `latency_seconds_bucket ${n}`;
    expect(await read(p95(), bare(1), bare(2))).toMatch('has no bound le');
    expect(await read(p95('1.5'), body(1, 2, 3, 4), body(2, 3, 4, 5))).toMatch('between 0 and 1');
  });
});

describe('answers that are none', () => {
  const sources: readonly MetricSpec[] = [
    scraped('text', { of: 'gauge', series: series('queue') }),
    spec('json', { source: 'json', url: 'http://127.0.0.1/x', via: 'app', path: 'rate' }),
    spec('prom', { source: 'prometheus', url: 'http://127.0.0.1:9090', via: 'app', query: 'up' }),
  ];

  it.each([
    ['a page of HTML', '<!DOCTYPE html><html><body>Bad gateway</body></html>'],
    ['a body of 50 MB', `queue 1\n${'# padding\n'.repeat(5_000_000)}`],
    ['no connection', null],
  ])('%s is an error of every source, and stays short', async (_, body) => {
    const samples = await bench(sources).round(body);
    expect(samples.map(({ metric }) => metric)).toEqual(['text', 'json', 'prom']);
    for (const sample of samples) {
      expect(sample.value).toBeNull();
      expect(sample.error).not.toBe('');
      expect(sample.error?.length).toBeLessThan(301);
    }
  });

  it('an empty body is no data of a scrape and an error of JSON', async () => {
    const samples = await bench(sources).round('');
    expect(samples.map(({ error }) => error === null)).toEqual([true, false, false]);
  });

  it('a malformed line is an error that names it, and leaves no trace in later rates', async () => {
    expect(await read(rate(), 'hits_total 1\nhits_total{', 'hits_total 3')).toBeNull();
    expect(await read(rate(), 'hits_total 1', 'x 1\nhits_total{')).toMatch('line 2 is no Prometheus text');
  });

  it('the same series twice is an error', async () => {
    expect(await read(rate(), 'hits_total{a="1"} 1\nhits_total{a="1"} 2')).toMatch('is there twice');
  });

  it('a source that throws is an error, and the other metrics are sampled', async () => {
    const sampler = createSampler({
      clock: { monotonic: () => 0 },
      fetchText: async (url) => {
        if (url.includes('9090')) throw new Error('a defect');
        return { ok: true, value: '{"rate":1}' };
      },
    });
    const samples = await sampler.sample(sources.slice(1), new AbortController().signal);
    expect(samples).toEqual([
      { metric: 'json', value: '1', error: null },
      { metric: 'prom', value: null, error: 'the source failed unexpectedly: Error: a defect' },
    ]);
  });

  it('an error text never holds half a character', async () => {
    const said = JSON.stringify({ status: 'error', errorType: 'x', error: '😀'.repeat(400) });
    const samples = await bench(sources.slice(2)).round(said);
    expect(samples[0]?.error).not.toMatch(/\p{Cs}/u);
  });
});

describe('one round', () => {
  it('scrapes an endpoint once for all its metrics, and by the tunnel that was asked for', async () => {
    const elsewhere = spec('b', {
      source: 'scrape',
      url: URL_OF_TARGET,
      via: 'app',
      window_ms: 1000,
      value: { of: 'gauge', series: series('queue') },
    });
    const target = bench([rate(), ratio, twoNames, elsewhere]);
    await target.round('hits_total 1');
    expect(target.asked).toEqual([
      { url: URL_OF_TARGET, via: null },
      { url: URL_OF_TARGET, via: 'app' },
    ]);
  });

  it('does not take a metric that is watched from now on for one that has just begun', async () => {
    const metrics = [rate()];
    const target = bench(metrics);
    const body = (n: number) => `hits_total ${n}\nerrors_total ${1000 + n}`;
    await target.round(body(0));
    metrics.push(scraped('errors', { of: 'rate', series: series('errors_total') }));
    expect((await target.round(body(10)))[1]).toEqual({ metric: 'errors', value: null, error: null });
    expect((await target.round(body(20)))[1]).toEqual({ metric: 'errors', value: '10', error: null });
  });

  it('is empty for no metrics', async () => {
    expect(await bench([]).round('')).toEqual([]);
  });
});
