import type { Problem } from '../problem';
import type { Metric } from '../schema';
import { parseSeries } from '../series';
import type { Path } from '../source';
import { didYouMean } from '../suggest';
import type { Context } from './context';

/** Metrics that can't be measured or judged, and watch lists that name nothing. */
export const checkMetrics = (context: Context): Problem[] => [
  ...Object.entries(context.loaded.runbook.metrics ?? {}).flatMap(([name, metric]) => [
    ...judged(context, name, metric),
    ...sourced(context, name, metric),
  ]),
  ...watched(context),
];

function judged({ at }: Context, name: string, metric: Metric): Problem[] {
  const { fail, shadow } = metric;
  const limits = fail?.above === undefined && fail?.below === undefined;
  if (limits && shadow !== true && metric.worse_than_baseline === undefined) {
    const message = `the metric "${name}" can never fail: write fail: { above: ... } or shadow: true`;
    return [at(['metrics', name], { code: 'metric', at: 'key', message })];
  }
  if (fail?.above !== undefined && fail.below !== undefined && fail.below > fail.above) {
    const message = `no value is good: below ${fail.below} and above ${fail.above} are both bad`;
    return [at(['metrics', name, 'fail'], { code: 'metric', at: 'key', message })];
  }
  return [];
}

function sourced(context: Context, name: string, { from }: Metric): Problem[] {
  const path = ['metrics', name, 'from'];
  const { scrape, prometheus, json } = from;
  const problems: Problem[] = [];
  const known = Object.keys(context.loaded.runbook.targets ?? {});
  for (const [key, source] of Object.entries({ scrape, prometheus, json })) {
    if (source?.via === undefined || known.includes(source.via)) continue;
    const message = `"${source.via}" is not in targets`;
    const suggestion = didYouMean(source.via, known);
    problems.push(context.at([...path, key, 'via'], { code: 'unknown_target', message, suggestion }));
  }
  if (scrape === undefined) return problems;
  const at = [...path, 'scrape'];
  const series: [string | undefined, Path][] = [
    [scrape.ratio?.part, [...at, 'ratio', 'part']],
    [scrape.ratio?.whole, [...at, 'ratio', 'whole']],
    [scrape.quantile?.series, [...at, 'quantile', 'series']],
    [scrape.rate, [...at, 'rate']],
    [scrape.gauge, [...at, 'gauge']],
  ];
  return [...problems, ...series.flatMap(([text, place]) => seriesProblem(context, text, place))];
}

function seriesProblem(context: Context, text: string | undefined, path: Path): Problem[] {
  if (text === undefined) return [];
  const parsed = parseSeries(text);
  return parsed.ok ? [] : [context.at(path, { code: 'series', message: parsed.error.message })];
}

function watched(context: Context): Problem[] {
  const { metrics = {}, rollback } = context.loaded.runbook;
  const known = Object.keys(metrics);
  const named: [string, Path][] = context.steps.flatMap(({ step, path }) => {
    const key = step.rollout === undefined ? 'observe' : 'rollout';
    const list = (step.rollout ?? step.observe)?.watch ?? [];
    return list.map((name, i): [string, Path] => [name, [...path, key, 'watch', i]]);
  });
  if (typeof rollback?.watch === 'object') {
    for (const [i, name] of (rollback.watch.metrics ?? []).entries()) {
      named.push([name, ['rollback', 'watch', 'metrics', i]]);
    }
  }
  const unknown = named.flatMap(([name, path]) => {
    if (known.includes(name)) return [];
    const message = `"${name}" is not in metrics`;
    return [context.at(path, { code: 'unknown_metric', message, suggestion: didYouMean(name, known) })];
  });
  return [...unknown, ...onlyShadows(context), ...triggers(context)];
}

function onlyShadows(context: Context): Problem[] {
  const { metrics = {} } = context.loaded.runbook;
  return context.steps.flatMap(({ step, path }) => {
    const list = (step.rollout ?? step.observe)?.watch ?? [];
    if (list.length === 0 || list.some((name) => metrics[name]?.shadow !== true)) return [];
    const key = step.rollout === undefined ? 'observe' : 'rollout';
    const message = 'only shadow metrics are watched, and they never count';
    return [context.at([...path, key, 'watch'], { code: 'metric', message })];
  });
}

/** A metric triggers a rollback where it is watched; nothing watches it elsewhere. */
function triggers(context: Context): Problem[] {
  const { rollback } = context.loaded.runbook;
  const acting = context.steps.flatMap(({ step }) => {
    const watching = step.rollout ?? step.observe;
    return watching?.on_fail === 'rollback' ? watching.watch : [];
  });
  return (rollback?.triggers ?? []).flatMap((trigger, i) => {
    if (trigger.metric === undefined || acting.includes(trigger.metric)) return [];
    const message = `no step watches "${trigger.metric}" with on_fail: rollback, so this trigger never fires`;
    return [context.at(['rollback', 'triggers', i, 'metric'], { code: 'unknown_metric', message })];
  });
}
