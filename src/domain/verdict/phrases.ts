/** The words of verdict sentences, each language whole: a phrase missing in one of them does not compile. */
import { formatDuration } from '../kernel/duration';
import type { VerdictOutcome } from './types';

export type VerdictLanguage = 'en' | 'zh-CN';

export interface Phrases {
  readonly outcome: Readonly<Record<VerdictOutcome, string>>;
  readonly colon: string;
  readonly and: string;
  readonly shadow: string;
  readonly oneIsEnough: string;
  readonly noLimit: string;
  readonly nothingWatched: string;
  duration(ms: number): string;
  lastedLongEnough(arithmetic: string, lasted: string, needs: string): string;
  lastsSoFar(arithmetic: string, lasted: string, needs: string): string;
  wasPast(metric: string, sign: '>' | '<', limit: string, lasted: string): string;
  since(worst: string, now: string): string;
  noData(metric: string, samples: number): string;
  noDataLasted(metric: string, lasted: string, needs: string): string;
  queryFailed(metric: string, last: string, samples: number): string;
  tooFew(metric: string, samples: number, needed: number): string;
  evidence(worst: string, samples: number): string;
  observed(observed: string, hold: string | null, metrics: number): string;
}

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const ENGLISH: Phrases = {
  outcome: { pass: 'pass', fail: 'fail', inconclusive: 'inconclusive', error: 'error' },
  colon: ': ',
  and: ' and',
  shadow: ' (shadow, not counted)',
  oneIsEnough: ' (one sample is enough)',
  noLimit: ', no limit is set',
  nothingWatched: 'no counted metric is watched',
  duration: (ms) => (ms === 0 ? '0 s' : formatDuration(ms)),
  lastedLongEnough: (arithmetic, lasted, needs) => `${arithmetic} for ${lasted} (needs ${needs})`,
  lastsSoFar: (arithmetic, lasted, needs) => `${arithmetic} for ${lasted} (fails at ${needs})`,
  wasPast: (metric, sign, limit, lasted) => `${metric} was ${sign} ${limit} for ${lasted}`,
  since: (worst, now) => ` (worst ${worst}, now ${now})`,
  noData: (metric, samples) =>
    samples === 0 ? `${metric}: no data` : `${metric}: no data now (${plural(samples, 'sample')} before)`,
  noDataLasted: (metric, lasted, needs) => `${metric}: no data for ${lasted} (needs ${needs})`,
  queryFailed: (metric, last, samples) =>
    samples === 0
      ? `${metric}: the query failed, no sample so far`
      : `${metric}: the query failed (last value ${last}, ${plural(samples, 'sample')})`,
  tooFew: (metric, samples, needed) => `${metric}: ${samples} of ${plural(needed, 'sample')}`,
  evidence: (worst, samples) => ` (worst ${worst}, ${plural(samples, 'sample')})`,
  observed: (observed, hold, metrics) =>
    `${plural(metrics, 'metric')} observed for ${observed}${hold === null ? '' : ` of ${hold}`}`,
};

const CHINESE_UNITS: Readonly<Record<string, string>> = { d: '天', h: '小时', m: '分', s: '秒', ms: '毫秒' };

const CHINESE: Phrases = {
  outcome: { pass: '通过', fail: '失败', inconclusive: '无定论', error: '错误' },
  colon: '：',
  and: ' 且',
  shadow: '（影子指标，不计入）',
  oneIsEnough: '（一个样本即判定）',
  noLimit: '，未设阈值',
  nothingWatched: '没有计入判定的指标',
  duration: (ms) => ENGLISH.duration(ms).replace(/\b(?:ms|[dhms])\b/g, (unit) => CHINESE_UNITS[unit] ?? unit),
  lastedLongEnough: (arithmetic, lasted, needs) => `${arithmetic}，持续 ${lasted}（达到 ${needs}即判定）`,
  lastsSoFar: (arithmetic, lasted, needs) => `${arithmetic}，已持续 ${lasted}（满 ${needs}则失败）`,
  wasPast: (metric, sign, limit, lasted) => `${metric} 曾 ${sign} ${limit}，持续 ${lasted}`,
  since: (worst, now) => `（最差 ${worst}，当前 ${now}）`,
  noData: (metric, samples) =>
    samples === 0 ? `${metric}：没有数据` : `${metric}：当前没有数据（此前 ${samples} 个样本）`,
  noDataLasted: (metric, lasted, needs) => `${metric}：没有数据，持续 ${lasted}（达到 ${needs}即判定）`,
  queryFailed: (metric, last, samples) =>
    samples === 0
      ? `${metric}：查询失败，尚无样本`
      : `${metric}：查询失败（最后的值 ${last}，${samples} 个样本）`,
  tooFew: (metric, samples, needed) => `${metric}：${needed} 个样本中已有 ${samples} 个`,
  evidence: (worst, samples) => `（最差 ${worst}，${samples} 个样本）`,
  observed: (observed, hold, metrics) =>
    `${metrics} 个指标，已观察 ${observed}${hold === null ? '' : `，共需 ${hold}`}`,
};

export const PHRASES: Readonly<Record<VerdictLanguage, Phrases>> = { en: ENGLISH, 'zh-CN': CHINESE };
