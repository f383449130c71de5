/** One endpoint with a text exposition: takes a scrape and keeps the earlier ones that its metrics still need. */
import { fail, ok, type Result } from '@domain/kernel/result';
import { CounterHistory, type Reading as SeriesReading } from './counter-history';
import { type Labels, parseLabels, seriesKey } from './prom-labels';
import { type PromSample, scanPromText } from './prom-text';
import { bounded } from './reading';

export class Scraper {
  readonly #histories = new Map<string, CounterHistory>();
  /** Labels as written -> parsed, from the newest scrape, because a steady target writes the same every time. */
  #seen = new Map<string, { labels: Labels; key: string }>();

  history(name: string): CounterHistory | null {
    return this.#histories.get(name) ?? null;
  }

  /** Adds a scrape of the wanted names, or nothing at all when the text is malformed. `windowMs`: what to keep. */
  add(body: string, wanted: ReadonlySet<string>, atMs: number, windowMs: number): Result<null> {
    const sized = bounded(body);
    if (!sized.ok) return sized;
    const samples = scanPromText(sized.value, wanted);
    if (!samples.ok) return samples;
    const readings = this.#readings(samples.value, wanted);
    if (!readings.ok) return readings;
    for (const [name, series] of readings.value) {
      const history = this.#histories.get(name) ?? new CounterHistory();
      this.#histories.set(name, history);
      history.add(atMs, series);
      history.forgetBefore(atMs - windowMs);
    }
    return ok(null);
  }

  /** Every wanted name has an entry: that a name was looked for and not there is known too. */
  #readings(
    samples: readonly PromSample[],
    wanted: ReadonlySet<string>,
  ): Result<ReadonlyMap<string, readonly SeriesReading[]>> {
    const found = new Map([...wanted].map((name) => [name, new Map<string, SeriesReading>()]));
    const seen = new Map<string, { labels: Labels; key: string }>();
    for (const { name, labels: written, value } of samples) {
      const known = this.#seen.get(written) ?? seen.get(written);
      const read = known === undefined ? readLabels(written) : ok(known);
      if (!read.ok) return read;
      const { labels, key } = read.value;
      seen.set(written, read.value);
      const series = found.get(name);
      if (series?.has(key) === true)
        return fail('duplicate', `the series ${name}{${written}} is there twice`);
      series?.set(key, { key, labels, value });
    }
    this.#seen = seen;
    return ok(new Map([...found].map(([name, series]) => [name, [...series.values()]])));
  }
}

function readLabels(written: string): Result<{ labels: Labels; key: string }> {
  const labels = parseLabels(written);
  return labels.ok ? ok({ labels: labels.value, key: seriesKey(labels.value) }) : labels;
}
