/**
 * Successive scrapes of the series of one metric name: how much each series grew from scrape to scrape.
 * A counter that got smaller was reset and grew by what it shows now. A series that appears after the first scrape
 * of its name began at nothing and grew by what it shows: the first errors of a kind are seen. Prometheus' own `rate`
 * misses that first step.
 */
import type { Labels } from './prom-labels';

/** One scrape: the value of each series, and what it grew by since the scrape before; null when that is unknown. */
export interface ScrapedSeries {
  readonly labels: Labels;
  readonly value: number;
  readonly grewBy: number | null;
}

export interface Scrape {
  /** Milliseconds of a clock that never jumps. */
  readonly atMs: number;
  readonly series: ReadonlyMap<string, ScrapedSeries>;
}

export interface Reading {
  readonly key: string;
  readonly labels: Labels;
  readonly value: number;
}

export class CounterHistory {
  readonly #scrapes: Scrape[] = [];
  /** The last value of every series ever seen, so that one that comes back is not taken for a new one. */
  readonly #known = new Map<string, number>();

  add(atMs: number, readings: readonly Reading[]): void {
    const first = this.#scrapes.length === 0;
    const series = new Map<string, ScrapedSeries>();
    for (const { key, labels, value } of readings) {
      series.set(key, { labels, value, grewBy: first ? null : growth(this.#known.get(key), value) });
      if (!Number.isNaN(value)) this.#known.set(key, value);
    }
    this.#scrapes.push({ atMs, series });
  }

  /** Forgets scrapes older than the longest window; never the newest. */
  forgetBefore(atMs: number): void {
    const keep = this.#scrapes.findIndex((scrape) => scrape.atMs >= atMs);
    this.#scrapes.splice(0, keep < 0 ? Math.max(0, this.#scrapes.length - 1) : keep);
  }

  newest(): Scrape | null {
    return this.#scrapes.at(-1) ?? null;
  }

  /** The scrapes of the last `windowMs`, oldest first, measured from the newest. */
  within(windowMs: number): readonly Scrape[] {
    const newest = this.#scrapes.at(-1);
    if (newest === undefined) return [];
    return this.#scrapes.filter((scrape) => scrape.atMs >= newest.atMs - windowMs);
  }
}

function growth(before: number | undefined, now: number): number | null {
  if (Number.isNaN(now)) return null;
  if (before === undefined || now < before) return now;
  return now - before;
}
