/** Watches a metrics page as the runbook does: a scrape each second, numbers over the last five. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Reading {
  /** Share of 5xx answers, null without requests. */
  readonly errorRate: number | null;
  /** 95th percentile of the duration in seconds, null without requests. */
  readonly p95: number | null;
  readonly requests: number;
}

type Page = ReadonlyMap<string, number>;
const WINDOW = 5;

async function scrape(url: string): Promise<Page> {
  const text = await (await fetch(url)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

function growth(from: Page, to: Page, wanted: (series: string) => boolean): number {
  let sum = 0;
  for (const [series, value] of to) if (wanted(series)) sum += value - (from.get(series) ?? 0);
  return sum;
}

/** As Prometheus' histogram_quantile: linear inside the bucket, the highest limit when it lies beyond. */
function quantile(from: Page, to: Page, q: number): number | null {
  const limits = new Map<number, number>();
  for (const [series, value] of to) {
    const le = /^http_request_duration_seconds_bucket\{.*le="([^"]+)"/.exec(series)?.[1];
    if (le === undefined) continue;
    const limit = le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le);
    limits.set(limit, (limits.get(limit) ?? 0) + value - (from.get(series) ?? 0));
  }
  const buckets = [...limits].sort(([a], [b]) => a - b);
  const total = buckets.at(-1)?.[1];
  if (total === undefined || total === 0) return null;
  const rank = q * total;
  const at = buckets.findIndex(([, count]) => count >= rank);
  const [low, below] = buckets[at - 1] ?? [0, 0];
  const [high, count] = buckets[at] as [number, number];
  return Number.isFinite(high) ? low + ((high - low) * (rank - below)) / (count - below) : low;
}

function reading(from: Page, to: Page): Reading {
  const isRequest = (series: string) => series.startsWith('http_requests_total{');
  const requests = growth(from, to, isRequest);
  const errors = growth(from, to, (series) => isRequest(series) && /status="5\d\d"/.test(series));
  return { errorRate: requests === 0 ? null : errors / requests, p95: quantile(from, to, 0.95), requests };
}

/** One reading a second, `seconds` times. */
export async function observe(url: string, seconds: number): Promise<Reading[]> {
  const pages = [await scrape(url)];
  const readings: Reading[] = [];
  for (let second = 0; second < seconds; second += 1) {
    await sleep(1000);
    pages.push(await scrape(url));
    readings.push(reading(pages.at(-1 - WINDOW) ?? (pages[0] as Page), pages.at(-1) as Page));
  }
  return readings;
}
