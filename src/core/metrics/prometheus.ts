/** Instant queries of the Prometheus HTTP API (prometheus.io/docs/prometheus/latest/querying/api). */
import { fail, ok, type Result } from '@domain/kernel/result';
import { z } from 'zod';
import { parsePromNumber } from './prom-number';
import { bounded, parseJson, type Reading, readingOf } from './reading';

/** `[unix seconds, value as text]`. */
const sample = z.tuple([z.number(), z.string()]);
const answer = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('success'),
    data: z.discriminatedUnion('resultType', [
      z.object({ resultType: z.literal('vector'), result: z.array(z.object({ value: sample.optional() })) }),
      z.object({ resultType: z.literal('scalar'), result: sample }),
      z.object({ resultType: z.literal('matrix'), result: z.unknown() }),
      z.object({ resultType: z.literal('string'), result: z.unknown() }),
    ]),
  }),
  z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() }),
]);
type Answer = z.infer<typeof answer>;

/** The address of an instant query; `base` is the server's address and may have a path (`--web.external-url`). */
export function queryUrl(base: string, query: string): Result<string> {
  if (!URL.canParse(base)) return fail('url', 'the address of Prometheus is no URL');
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/api/v1/query`;
  url.searchParams.set('query', query);
  return ok(url.href);
}

/** The one value of an answer. No series is "no data"; more than one is an error, because nobody said which counts. */
export function readPrometheus(body: string): Reading {
  const sized = bounded(body);
  if (!sized.ok) return sized;
  const parsed = parseJson(sized.value);
  if (!parsed.ok) return parsed;
  const checked = answer.safeParse(parsed.value);
  if (!checked.success) return fail('prometheus', 'the answer is not one of the Prometheus HTTP API');
  return onlyValue(checked.data);
}

function onlyValue(said: Answer): Reading {
  if (said.status === 'error') return fail('prometheus', `Prometheus: ${said.errorType}: ${said.error}`);
  const { data } = said;
  if (data.resultType === 'scalar') return toReading(data.result);
  if (data.resultType !== 'vector') {
    return fail('prometheus', `the query gives a ${data.resultType}, not one number`);
  }
  const [first, ...others] = data.result;
  if (others.length > 0) {
    return fail('prometheus', `the query gives ${data.result.length} series; aggregate it to one`);
  }
  if (first === undefined) return ok(null);
  if (first.value === undefined) return fail('prometheus', 'the query gives a histogram, not one number');
  return toReading(first.value);
}

function toReading([, text]: z.infer<typeof sample>): Reading {
  const value = parsePromNumber(text);
  return value === null ? fail('prometheus', 'the value in the answer is no number') : readingOf(value);
}
