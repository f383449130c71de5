import { z } from 'zod';
import { doc, duration, filled, id, percent, someTime, template, text } from './words';

const number = z.number('a number');
const via = doc(
  id.optional(),
  'A name from targets: the query goes through its SSH connection. Without it, from this machine.',
);
const series = doc(filled, 'For example http_requests_total{job="orders",status=~"5.."}.');

const scrape = z.strictObject({
  url: doc(template, 'Address of a Prometheus text page.'),
  via,
  window: doc(someTime, 'How far back a rate, ratio or quantile looks.'),
  ratio: doc(
    z.strictObject({ part: series, whole: series }).optional(),
    'Growth of one set of counters over growth of another.',
  ),
  quantile: doc(
    z.strictObject({ series, q: doc(number.min(0).max(1), 'From 0 to 1, for example 0.95.') }).optional(),
    'A quantile of a histogram.',
  ),
  rate: doc(series.optional(), 'Growth of counters in a second.'),
  gauge: doc(series.optional(), 'A value as it is.'),
});
export const SCRAPE_VALUES = ['ratio', 'quantile', 'rate', 'gauge'] as const;

const prometheus = z.strictObject({
  query: doc(filled, 'PromQL. Asked as it stands.'),
  via,
  url: doc(template.optional(), 'Default http://127.0.0.1:9090.'),
});
const json = z.strictObject({
  url: doc(template, 'Address of a JSON document.'),
  path: doc(filled, 'Dotted path of the number.'),
  via,
});
export const SOURCES = ['scrape', 'prometheus', 'json'] as const;

export const metric = z.strictObject({
  title: doc(text.optional(), 'What the chart shows. Default: the id.'),
  unit: doc(z.string().optional(), 'Shown beside numbers: 1 for a ratio, ms, s, count.'),
  from: doc(
    z
      .strictObject({
        scrape: doc(scrape.optional(), 'A Prometheus text page, computed here.'),
        prometheus: doc(prometheus.optional(), 'The Prometheus HTTP API.'),
        json: doc(json.optional(), 'A number in a JSON document.'),
      })
      .meta({ oneOf: SOURCES.map((source) => ({ required: [source] })) }),
    'Where the number comes from.',
  ),
  every: doc(someTime.optional(), 'Time between samples. Default 15s.'),
  fail: doc(
    z
      .strictObject({
        above: doc(number.optional(), 'Bad above this.'),
        below: doc(number.optional(), 'Bad below this.'),
        for: doc(duration.optional(), 'How long it must be bad without a break. Default 0s.'),
      })
      .optional(),
    'When the metric fails.',
  ),
  min_samples: doc(
    z.int('a whole number').min(1).optional(),
    'Fewer samples in a stage are inconclusive. Default 3.',
  ),
  no_data: doc(
    z.enum(['inconclusive', 'fail']).optional(),
    'What an empty answer means. Default inconclusive.',
  ),
  shadow: doc(z.boolean().optional(), 'Shown and recorded, never counted.'),
  worse_than_baseline: doc(
    z
      .strictObject({
        by: doc(percent, 'How much worse.'),
        at_least: doc(number.optional(), 'And at least by this much.'),
        for: doc(duration.optional(), 'How long without a break.'),
      })
      .optional(),
    'Compare with the time before. Not available in this version: the linter refuses it.',
  ),
});
export type Metric = z.infer<typeof metric>;
