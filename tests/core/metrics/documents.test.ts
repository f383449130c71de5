import { readJson } from '@core/metrics/json';
import { queryUrl, readPrometheus } from '@core/metrics/prometheus';
import { describe, expect, it } from 'vitest';

const say = (reading: ReturnType<typeof readJson>) =>
  reading.ok ? reading.value : `! ${reading.error.message}`;
const vector = (...values: string[]) =>
  JSON.stringify({
    status: 'success',
    data: { resultType: 'vector', result: values.map((value) => ({ metric: {}, value: [1.5, value] })) },
  });

describe('a number in a JSON document', () => {
  const document =
    '{"data":{"items":[{"rate":0.081}],"none":null,"text":"12.50","words":"many","big":1e999}}';

  it.each([
    ['data.items.0.rate', '0.081'],
    ['data.text', '12.50'],
    ['data.none', null],
    ['data.words', '! data.words of the answer is the text "many", not a number'],
    ['data.items', '! data.items of the answer is of type object, not a number'],
    ['data.items.1.rate', '! the answer has no data.items.1.rate: "1" is not there'],
    ['data.toString', '! the answer has no data.toString: "toString" is not there'],
    ['data.none.x', '! the answer has no data.none.x: "x" is not there'],
    ['data.big', '! the value is infinite'],
  ])('at %s is %s', (path, value) => {
    expect(say(readJson(document, path))).toBe(value);
  });

  it('may be the whole document', () => {
    expect(say(readJson('5', ''))).toBe('5');
  });

  it('is an error in what is no JSON', () => {
    expect(say(readJson('<html>', 'a'))).toBe('! the answer is no JSON, it begins with "<html>"');
    expect(say(readJson('', 'a'))).toMatch('is no JSON');
  });
});

describe('an answer of Prometheus', () => {
  it.each([
    ['one series', vector('0.5'), '0.5'],
    ['a value with an exponent', vector('1.25e-03'), '0.00125'],
    ['no series', vector(), null],
    ['NaN, its 0 of 0', vector('NaN'), null],
    ['infinity', vector('+Inf'), '! the value is infinite'],
    ['two series', vector('1', '2'), '! the query gives 2 series; aggregate it to one'],
    ['a value that is none', vector('x'), '! the value in the answer is no number'],
    ['a scalar', '{"status":"success","data":{"resultType":"scalar","result":[1,"7"]}}', '7'],
    [
      'a matrix',
      '{"status":"success","data":{"resultType":"matrix","result":[]}}',
      '! the query gives a matrix, not one number',
    ],
    [
      'a histogram',
      '{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"histogram":[1,{}]}]}}',
      '! the query gives a histogram, not one number',
    ],
    [
      'an error',
      '{"status":"error","errorType":"bad_data","error":"parse error"}',
      '! Prometheus: bad_data: parse error',
    ],
    ['something else', '{"hello":1}', '! the answer is not one of the Prometheus HTTP API'],
    ['success without data', '{"status":"success"}', '! the answer is not one of the Prometheus HTTP API'],
    ['HTML', '<html>', '! the answer is no JSON, it begins with "<html>"'],
  ])('%s', (_, body, value) => {
    expect(say(readPrometheus(body))).toBe(value);
  });
});

describe('the address of a query', () => {
  it.each([
    ['http://p:9090', 'http://p:9090/api/v1/query?query=up'],
    ['http://p:9090/', 'http://p:9090/api/v1/query?query=up'],
    ['https://p/prom//', 'https://p/prom/api/v1/query?query=up'],
    ['http://p?tenant=a', 'http://p/api/v1/query?tenant=a&query=up'],
  ])('of %s', (base, url) => {
    expect(queryUrl(base, 'up')).toEqual({ ok: true, value: url });
  });

  it('carries any query whole', () => {
    const query = 'sum(rate(a{b="c&d#é"}[1m])) / 2 + 1';
    const url = queryUrl('http://p', query);
    expect(url.ok && new URL(url.value).searchParams.get('query')).toBe(query);
  });

  it('is refused when the base is no URL', () => {
    expect(queryUrl('nowhere', 'up').ok).toBe(false);
  });
});
