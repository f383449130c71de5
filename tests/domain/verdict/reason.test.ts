import type { MetricSpec } from '@domain/plan/plan';
import { endStage, judgeStage } from '@domain/verdict/judge';
import { stageSentence, type VerdictLanguage, verdictSentence } from '@domain/verdict/reason';
import { describe, expect, it } from 'vitest';
import { round, sample, spec } from './build';

const judged = (watched: MetricSpec, cells: string) => {
  const rounds = cells
    .split(' ')
    .filter((cell) => cell !== '')
    .map((cell, i) => round(i * 1000, [sample(watched.id, cell)]));
  return judgeStage([watched], rounds, 1000);
};

const say = (watched: MetricSpec, cells: string, language: VerdictLanguage) => {
  const [metric] = judged(watched, cells).metrics;
  if (metric === undefined) throw new Error('no verdict');
  return verdictSentence(metric, watched, language);
};

const errors = spec({ fail: { above: '0.02', for_ms: 5000 } });
const p95 = spec({ id: 'p95', unit: 'ms', fail: { above: '500', for_ms: 0 } });
const floor = spec({ id: 'success', fail: { below: '0.99', for_ms: 1000 } });
const band = spec({ id: 'load', fail: { above: '5', below: '1', for_ms: 1000 } });
const few = spec({ min_samples: 5, fail: { above: '0.02' } });
const strict = spec({ no_data: 'fail', fail: { above: '0.02', for_ms: 2000 } });
const shadow = spec({ shadow: true, fail: { above: '0.02' } });

describe('a verdict in one sentence', () => {
  it.each<[MetricSpec, string, string, string]>([
    [
      errors,
      '0.03 0.03 0.03 0.03 0.05 0.06 0.081',
      'error-rate 0.081 > 0.02 for 6 s (needs 5 s): fail',
      'error-rate 0.081 > 0.02，持续 6 秒（达到 5 秒即判定）：失败',
    ],
    [
      errors,
      '0.03 0.03 0.03',
      'error-rate 0.03 > 0.02 for 2 s (fails at 5 s): inconclusive',
      'error-rate 0.03 > 0.02，已持续 2 秒（满 5 秒则失败）：无定论',
    ],
    [
      errors,
      '0.03',
      'error-rate 0.03 > 0.02 for 0 s (fails at 5 s): inconclusive',
      'error-rate 0.03 > 0.02，已持续 0 秒（满 5 秒则失败）：无定论',
    ],
    [
      floor,
      '0.9 0.8 1',
      'success was < 0.99 for 1 s (worst 0.8, now 1): fail',
      'success 曾 < 0.99，持续 1 秒（最差 0.8，当前 1）：失败',
    ],
    [
      p95,
      '300 812',
      'p95 812 ms > 500 ms (one sample is enough): fail',
      'p95 812 ms > 500 ms（一个样本即判定）：失败',
    ],
    [
      p95,
      '300 400',
      'p95 400 ms <= 500 ms (worst 400 ms, 2 samples): pass',
      'p95 400 ms <= 500 ms（最差 400 ms，2 个样本）：通过',
    ],
    [
      band,
      '2',
      'load 2 <= 5 and >= 1 (worst 2, 1 sample): pass',
      'load 2 <= 5 且 >= 1（最差 2，1 个样本）：通过',
    ],
    [few, '0 0 0', 'error-rate: 3 of 5 samples: inconclusive', 'error-rate：5 个样本中已有 3 个：无定论'],
    [errors, '', 'error-rate: no data: inconclusive', 'error-rate：没有数据：无定论'],
    [
      errors,
      '0 -',
      'error-rate: no data now (1 sample before): inconclusive',
      'error-rate：当前没有数据（此前 1 个样本）：无定论',
    ],
    [
      strict,
      '- - -',
      'error-rate: no data for 2 s (needs 2 s): fail',
      'error-rate：没有数据，持续 2 秒（达到 2 秒即判定）：失败',
    ],
    [
      errors,
      '0.01 !',
      'error-rate: the query failed (last value 0.01, 1 sample): error',
      'error-rate：查询失败（最后的值 0.01，1 个样本）：错误',
    ],
    [
      errors,
      '!',
      'error-rate: the query failed, no sample so far: error',
      'error-rate：查询失败，尚无样本：错误',
    ],
    [
      shadow,
      '0.5',
      'error-rate 0.5 > 0.02 (one sample is enough): fail (shadow, not counted)',
      'error-rate 0.5 > 0.02（一个样本即判定）：失败（影子指标，不计入）',
    ],
    [spec(), '0.5', 'error-rate 0.5, no limit is set: inconclusive', 'error-rate 0.5，未设阈值：无定论'],
  ])('%# $2', (watched, cells, english, chinese) => {
    expect(say(watched, cells, 'en')).toBe(english);
    expect(say(watched, cells, 'zh-CN')).toBe(chinese);
  });
});

describe('a stage in one sentence', () => {
  it('is the sentence of the metric that decided', () => {
    expect(stageSentence(judged(p95, '812'), [p95], 'en')).toBe(
      'p95 812 ms > 500 ms (one sample is enough): fail',
    );
  });

  it('says how much of the hold was observed when nothing else decided', () => {
    const early = endStage(judged(p95, '300 300'), 90_000);
    expect(stageSentence(early, [p95], 'en', 90_000)).toBe(
      '1 metric observed for 1 s of 1 m 30 s: inconclusive',
    );
    expect(stageSentence(early, [p95], 'zh-CN', 90_000)).toBe(
      '1 个指标，已观察 1 秒，共需 1 分 30 秒：无定论',
    );
  });

  it('says that nothing is watched', () => {
    expect(stageSentence(judged(shadow, '0'), [shadow], 'en')).toBe(
      'no counted metric is watched: inconclusive',
    );
  });
});
