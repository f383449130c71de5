/** Builders: full defaults, plus the facts a test is about. */
import type { MetricSpec } from '@domain/plan/plan';
import type { Round, SampleValue } from '@domain/verdict/types';

type SpecFacts = Partial<Omit<MetricSpec, 'fail'>> & { readonly fail?: Partial<MetricSpec['fail']> };

export const spec = ({ fail, ...facts }: SpecFacts = {}): MetricSpec => ({
  id: 'error-rate',
  title: { en: 'Error rate', zh_cn: '错误率' },
  unit: '1',
  from: { source: 'json', url: 'http://127.0.0.1:1/', via: null, path: 'rate' },
  every_ms: 1000,
  min_samples: 1,
  no_data: 'inconclusive',
  shadow: false,
  ...facts,
  fail: { for_ms: 0, ...fail },
});

/** An instant so many milliseconds after the start of the tests' day. */
export function instant(ms: number): string {
  const pad = (value: number, width: number) => String(value).padStart(width, '0');
  const day = 1 + Math.floor(ms / 86_400_000);
  const [h, m, s] = [
    Math.floor(ms / 3_600_000) % 24,
    Math.floor(ms / 60_000) % 60,
    Math.floor(ms / 1000) % 60,
  ];
  return `2026-01-${pad(day, 2)}T${pad(h, 2)}:${pad(m, 2)}:${pad(s, 2)}.${pad(ms % 1000, 3)}Z`;
}

/** `-` is an answer without data, `!` a failed query, anything else a value. */
export function sample(metric: string, cell: string): SampleValue {
  if (cell === '-') return { metric, value: null, error: null };
  if (cell === '!') return { metric, value: null, error: 'the query failed' };
  return { metric, value: cell, error: null };
}

export const round = (atMs: number, values: readonly SampleValue[], stage = 0): Round => ({
  at: instant(atMs),
  stage,
  values,
});
