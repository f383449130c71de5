/** Takes rounds of samples from whatever sources the metrics name. */
import type { Clock, MetricSampler } from '@core/ports';
import { fail, type Result } from '@domain/kernel/result';
import type { MetricSpec } from '@domain/plan/plan';
import type { SampleValue } from '@domain/verdict/types';
import { readJson } from './json';
import { queryUrl, readPrometheus } from './prometheus';
import type { FetchText, Reading } from './reading';
import { namesOf, readScrape, type ScrapeSource } from './scrape-value';
import { Scraper } from './scraper';

export interface SamplerParts {
  readonly fetchText: FetchText;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** Keep one sampler for a whole run: rates need the scrapes of earlier rounds. */
export function createSampler(parts: SamplerParts): MetricSampler {
  const scrapers = new Map<string, Scraper>();
  return {
    async sample(metrics, signal) {
      const endpoints = new Map<string, Promise<Result<Scraper>>>();
      const scraped = (source: ScrapeSource): Promise<Result<Scraper>> => {
        const key = endpointKey(source);
        const joined = endpoints.get(key) ?? scrape(parts, scrapers, metrics, source, signal);
        endpoints.set(key, joined);
        return joined;
      };
      return Promise.all(metrics.map((spec) => sampleOne(parts, spec, scraped, signal)));
    },
  };
}

const endpointKey = ({ url, via }: ScrapeSource): string => JSON.stringify([url, via]);

async function sampleOne(
  parts: SamplerParts,
  spec: MetricSpec,
  scraped: (source: ScrapeSource) => Promise<Result<Scraper>>,
  signal: AbortSignal,
): Promise<SampleValue> {
  try {
    return toSample(spec.id, await read(parts, spec, scraped, signal));
  } catch (thrown) {
    // A sampler never rejects: an observation must outlive a defect of one source, and the record must show it.
    return toSample(spec.id, fail('defect', `the source failed unexpectedly: ${String(thrown)}`));
  }
}

async function read(
  { fetchText }: SamplerParts,
  { from }: MetricSpec,
  scraped: (source: ScrapeSource) => Promise<Result<Scraper>>,
  signal: AbortSignal,
): Promise<Reading> {
  if (from.source === 'scrape') {
    const scraper = await scraped(from);
    return scraper.ok ? readScrape(from, (name) => scraper.value.history(name)) : scraper;
  }
  if (from.source === 'json') {
    const body = await fetchText(from.url, from.via, signal);
    return body.ok ? readJson(body.value, from.path) : body;
  }
  const url = queryUrl(from.url, from.query);
  if (!url.ok) return url;
  const body = await fetchText(url.value, from.via, signal);
  return body.ok ? readPrometheus(body.value) : body;
}

/** One scrape of an endpoint for all metrics of the round that read from it. */
async function scrape(
  { fetchText, clock }: SamplerParts,
  scrapers: Map<string, Scraper>,
  metrics: readonly MetricSpec[],
  source: ScrapeSource,
  signal: AbortSignal,
): Promise<Result<Scraper>> {
  const key = endpointKey(source);
  const sources = metrics.flatMap(({ from }) =>
    from.source === 'scrape' && endpointKey(from) === key ? [from] : [],
  );
  const body = await fetchText(source.url, source.via, signal);
  if (!body.ok) return body;
  const scraper = scrapers.get(key) ?? new Scraper();
  scrapers.set(key, scraper);
  const names = new Set(sources.flatMap(({ value }) => namesOf(value)));
  const windowMs = Math.max(...sources.map(({ window_ms }) => window_ms));
  const added = scraper.add(body.value, names, clock.monotonic(), windowMs);
  return added.ok ? { ok: true, value: scraper } : added;
}

const MAX_ERROR = 300;

const toSample = (metric: string, reading: Reading): SampleValue =>
  reading.ok
    ? { metric, value: reading.value, error: null }
    : { metric, value: null, error: printable(reading.error.message) };

// Half a character can't be stored in a canonical document, whether a server sent it or the cut made it.
const printable = (message: string): string => message.slice(0, MAX_ERROR).replace(/\p{Cs}/gu, '\ufffd');
