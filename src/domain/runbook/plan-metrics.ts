import type { MetricSource, MetricSpec, Named, ScrapeValue } from '../plan/plan';
import { decimalText, localText, milliseconds } from './plan-values';
import type { Planning } from './planning';
import type { Problem, ProblemCode } from './problem';
import type { Metric } from './schema';
import { parseSeries, type Series } from './series';
import type { Path } from './source';
import { fillTemplate } from './template';

const PROMETHEUS = 'http://127.0.0.1:9090';
const DEFAULTS = { every: '15s', min_samples: 3 } as const;

/** The metrics with their addresses filled: a plan says where every number will come from. */
export function planMetrics(planning: Planning): { metrics: MetricSpec[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const metrics: MetricSpec[] = [];
  for (const [name, metric] of Object.entries(planning.loaded.runbook.metrics ?? {})) {
    const report = (path: Path, code: ProblemCode, message: string) => {
      problems.push(planning.problem(['metrics', name, 'from', ...path], { code, message }));
    };
    const from = source(planning, metric, report);
    if (from !== null) metrics.push(spec(name, metric, from));
  }
  return { metrics, problems };
}

type Report = (path: Path, code: ProblemCode, message: string) => void;

function spec(id: string, metric: Metric, from: MetricSource): MetricSpec {
  const { above, below } = metric.fail ?? {};
  const ratio = from.source === 'scrape' && from.value.of === 'ratio';
  return {
    id,
    title: localText(metric.title ?? id),
    unit: metric.unit ?? (ratio ? '1' : ''),
    from,
    every_ms: milliseconds(metric.every ?? DEFAULTS.every),
    fail: {
      ...(above === undefined ? {} : { above: decimalText(above) }),
      ...(below === undefined ? {} : { below: decimalText(below) }),
      for_ms: milliseconds(metric.fail?.for ?? '0s'),
    },
    min_samples: metric.min_samples ?? DEFAULTS.min_samples,
    no_data: metric.no_data ?? 'inconclusive',
    shadow: metric.shadow ?? false,
  };
}

function source(planning: Planning, { from }: Metric, report: Report): MetricSource | null {
  const { scrape, prometheus, json } = from;
  if (scrape !== undefined) {
    const place = where(planning, scrape, ['scrape'], true, report);
    const value = scrapeValue(scrape);
    if (place === null || value === null) return null;
    return { source: 'scrape', ...place, window_ms: milliseconds(scrape.window), value };
  }
  if (json !== undefined) {
    const place = where(planning, json, ['json'], true, report);
    return place === null ? null : { source: 'json', ...place, path: json.path };
  }
  if (prometheus === undefined) return null;
  const address = { ...prometheus, url: prometheus.url ?? PROMETHEUS };
  const place = where(planning, address, ['prometheus'], false, report);
  return place === null ? null : { source: 'prometheus', ...place, query: prometheus.query };
}

/** The machine and the filled address. A page of one machine says nothing of its group, so `via` must be one. */
function where(
  planning: Planning,
  { url, via }: { url: string; via?: string | undefined },
  path: Path,
  single: boolean,
  report: Report,
): { url: string; via: string | null } | null {
  const members = via === undefined ? [] : (planning.targets.members[via] ?? []);
  if (single && members.length > 1) {
    report([...path, 'via'], 'target', `"${via}" has ${members.length} targets; a page is read from one`);
    return null;
  }
  const target = planning.targets.targets.find((t) => t.name === members[0]);
  if (via !== undefined && target === undefined) return null;
  const values: Named[] = [...(target?.vars ?? []), ...planning.values];
  const filled = fillTemplate(url, values);
  if (!filled.ok) {
    report([...path, 'url'], 'no_value', filled.error.message);
    return null;
  }
  return { url: filled.value, via: target?.name ?? null };
}

/** Null for a series that can't be read: `checkRunbook` has said so. */
function scrapeValue(scrape: NonNullable<Metric['from']['scrape']>): ScrapeValue | null {
  const { ratio, quantile, rate, gauge } = scrape;
  if (ratio !== undefined) {
    const part = readSeries(ratio.part);
    const whole = readSeries(ratio.whole);
    return part === null || whole === null ? null : { of: 'ratio', part, whole };
  }
  const text = quantile?.series ?? rate ?? gauge;
  const series = text === undefined ? null : readSeries(text);
  if (series === null) return null;
  if (quantile !== undefined) return { of: 'quantile', series, q: decimalText(quantile.q) };
  return { of: rate === undefined ? 'gauge' : 'rate', series };
}

function readSeries(text: string): { name: string; labels: { name: string; matches: string }[] } | null {
  const parsed = parseSeries(text);
  if (!parsed.ok) return null;
  const series: Series = parsed.value;
  return { name: series.name, labels: series.labels.map((label) => ({ ...label })) };
}
