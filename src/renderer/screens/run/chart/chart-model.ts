/** A step's observation as charts, reduced to what a screen can show. Judging never sees this. */
import type { MetricSpec } from '@domain/plan/plan';
import { watchedMetrics } from '@domain/run/evolve-observe';
import type { RunState, StepState } from '@domain/run/state';
import { type Scale, valueScale } from '@domain/verdict/chart-scale';
import { reduceSeries } from '@domain/verdict/reduce-series';
import { buildChart, type Chart, type ChartRow, type MetricSeries, rowsOf } from '@domain/verdict/series';
import type { MetricVerdict } from '@domain/verdict/types';

export interface MetricChart {
  readonly spec: MetricSpec;
  readonly series: MetricSeries;
  /** At most 500 rows, gaps as null. */
  readonly rows: readonly ChartRow[];
  /** Verdict of the newest stage, null before its first round. */
  readonly verdict: MetricVerdict | null;
}

export interface ObservationCharts {
  readonly chart: Chart;
  readonly metrics: readonly MetricChart[];
}

export function observationCharts(state: RunState, step: StepState): ObservationCharts {
  const specs = watchedMetrics(step.step, state.plan.metrics);
  const stages = step.observation?.stages ?? [];
  const chart = buildChart({
    specs,
    rounds: step.observation?.rounds ?? [],
    stages: stages.map((s) => ({ stage: s.stage, weight: s.weight ?? 100, at: s.openedAt })),
    events: [],
    until: null,
  });
  const verdicts = stages.findLast((s) => s.verdict !== null)?.verdict?.metrics ?? [];
  const metrics = specs.flatMap((spec): MetricChart[] => {
    const series = chart.series.find((s) => s.metric === spec.id);
    if (series === undefined) return [];
    const reduced = { ...series, points: reduceSeries(series.points) };
    return [
      { spec, series, rows: rowsOf(reduced), verdict: verdicts.find((v) => v.metric === spec.id) ?? null },
    ];
  });
  return { chart, metrics };
}

/** A scale of round steps from 0 over every value and threshold; the same as in the report. */
export function scaleOf({ series }: MetricChart): Pick<Scale, 'least' | 'most' | 'ticks'> {
  const values = series.points.flatMap((p) => (p.value === null ? [] : [p.value]));
  return valueScale([...values, ...series.thresholds.map((line) => line.value * 1.1)], 0, 1);
}

/** A number as the samples write it, without a tail of binary noise. */
export const plainNumber = (value: number): string => String(Number(value.toPrecision(6)));
