/** Rounds -> what a chart draws, for the window and for the report alike. */
import { instantMs } from '../kernel/instant';
import type { MetricSpec } from '../plan/plan';
import { parseDecimal } from './decimal';
import type { Round } from './types';

/** `value` null is a gap: no data, a failed query, or time without rounds. Never drawn across. */
export interface ChartPoint {
  readonly atMs: number;
  readonly value: number | null;
}

/** A stage as a band behind the line; `toMs` is the end of the chart for a stage that still runs. */
export interface StageBand {
  readonly stage: number;
  readonly weight: number;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface ThresholdLine {
  readonly rule: 'above' | 'below';
  readonly value: number;
  /** The limit as the plan writes it. */
  readonly text: string;
}

/** Something that happened, drawn as a vertical mark. `text` is for people. */
export interface EventMark {
  readonly atMs: number;
  readonly text: string;
}

export interface MetricSeries {
  readonly metric: string;
  readonly unit: string;
  readonly points: readonly ChartPoint[];
  readonly thresholds: readonly ThresholdLine[];
}

export interface Chart {
  readonly series: readonly MetricSeries[];
  readonly bands: readonly StageBand[];
  readonly marks: readonly EventMark[];
  /** The span of everything drawn, ms since 1970; both 0 when there is nothing. */
  readonly fromMs: number;
  readonly toMs: number;
}

export interface ChartInput {
  readonly specs: readonly MetricSpec[];
  /** All rounds of the step, in order. */
  readonly rounds: readonly Round[];
  /** Stages in the order they opened. */
  readonly stages: readonly { readonly stage: number; readonly weight: number; readonly at: string }[];
  readonly events: readonly { readonly at: string; readonly text: string }[];
  /** Until when it was watched; null means until the last thing known. */
  readonly until: string | null;
}

/** More than this many intervals between two rounds is a gap, although no round says so. */
const GAP_INTERVALS = 2;

export function buildChart({ specs, rounds, stages, events, until }: ChartInput): Chart {
  const marks = events.map(({ at, text }) => ({ atMs: instantMs(at), text }));
  const opened = stages.map(({ stage, weight, at }) => ({ stage, weight, fromMs: instantMs(at) }));
  const times = [
    ...rounds.map((round) => instantMs(round.at)),
    ...opened.map(({ fromMs }) => fromMs),
    ...marks.map(({ atMs }) => atMs),
    ...(until === null ? [] : [instantMs(until)]),
  ];
  const fromMs = times.reduce((least, at) => Math.min(least, at), times[0] ?? 0);
  const toMs = times.reduce((most, at) => Math.max(most, at), times[0] ?? 0);
  const bands = opened.map((band, index) => ({ ...band, toMs: opened[index + 1]?.fromMs ?? toMs }));
  return { series: specs.map((spec) => seriesOf(spec, rounds)), bands, marks, fromMs, toMs };
}

function seriesOf(spec: MetricSpec, rounds: readonly Round[]): MetricSeries {
  const points: ChartPoint[] = [];
  for (const round of rounds) {
    const atMs = instantMs(round.at);
    const before = points.at(-1);
    if (before !== undefined && atMs - before.atMs > GAP_INTERVALS * spec.every_ms) {
      points.push({ atMs: before.atMs + spec.every_ms, value: null });
    }
    points.push({ atMs, value: sampledValue(spec.id, round) });
  }
  return { metric: spec.id, unit: spec.unit, points, thresholds: thresholdsOf(spec) };
}

function sampledValue(metric: string, round: Round): number | null {
  const found = round.values.filter((value) => value.metric === metric);
  const [only] = found;
  if (only === undefined || found.length > 1 || only.error !== null || only.value === null) return null;
  return parseDecimal(only.value);
}

function thresholdsOf(spec: MetricSpec): readonly ThresholdLine[] {
  return (['above', 'below'] as const).flatMap((rule) => {
    const text = spec.fail[rule];
    const value = text === undefined ? null : parseDecimal(text);
    return text === undefined || value === null ? [] : [{ rule, value, text }];
  });
}

/** A row for a charting library: `atMs` and one key per metric, null where it has a gap. */
export type ChartRow = Readonly<Record<string, number | null>> & { readonly atMs: number };

/** The points of one series as rows, keyed by the metric's id. */
export const rowsOf = (series: MetricSeries): readonly ChartRow[] =>
  series.points.map(({ atMs, value }) => ({ [series.metric]: value, atMs }));
