/** Metric specs, a clock that is set by hand, and an endpoint that says what it is told to say. */
import { createSampler } from '@core/metrics/sampler';
import { fail, ok, type Result } from '@domain/kernel/result';
import type { MetricSource, MetricSpec, ScrapeValue } from '@domain/plan/plan';

export const URL_OF_TARGET = 'http://127.0.0.1:8080/metrics';

export const spec = (id: string, from: MetricSource): MetricSpec => ({
  id,
  title: { en: id },
  unit: '1',
  from,
  every_ms: 1000,
  fail: { above: '1', for_ms: 0 },
  min_samples: 1,
  no_data: 'inconclusive',
  shadow: false,
});

export const series = (name: string, labels: Readonly<Record<string, string>> = {}) => ({
  name,
  labels: Object.entries(labels).map(([label, matches]) => ({ name: label, matches })),
});

export const scraped = (
  id: string,
  value: ScrapeValue,
  window_ms = 60_000,
  url = URL_OF_TARGET,
): MetricSpec => spec(id, { source: 'scrape', url, via: null, window_ms, value });

/** A sampler whose endpoint answers `body`, or fails; `tick` takes one round a second later. */
export function bench(metrics: readonly MetricSpec[]) {
  let nowMs = 1000;
  let answer: Result<string> = ok('');
  const asked: { url: string; via: string | null }[] = [];
  const sampler = createSampler({
    clock: { monotonic: () => nowMs },
    fetchText: async (url, via) => {
      asked.push({ url, via });
      return answer;
    },
  });
  const never = new AbortController().signal;
  return {
    asked,
    round: async (body: string | null, afterMs = 1000) => {
      nowMs += afterMs;
      answer = body === null ? fail('unreachable', 'nothing answers') : ok(body);
      return sampler.sample(metrics, never);
    },
  };
}
