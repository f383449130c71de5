import { parseLabels, seriesKey } from '@core/metrics/prom-labels';
import { parsePromNumber } from '@core/metrics/prom-number';
import { scanPromText } from '@core/metrics/prom-text';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const all = (text: string) => scanPromText(text, null);
const picked = (text: string, ...names: string[]) => scanPromText(text, new Set(names));

/** The example of the format's own documentation, with its ugly parts, and OpenMetrics' additions. */
const REAL = String.raw`# HELP http_requests_total The total number of HTTP requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{method="post",code="400"}    3 1395066363000

# Escaping in label values:
msdos_file_access_time_seconds{path="C:\\DIR\\FILE.TXT",error="Cannot find file:\n\"FILE.TXT\""} 1.458255915e9

# Minimalistic line:
metric_without_timestamp_and_labels 12.47

# A weird metric from before the epoch:
something_weird{problem="division by zero"} +Inf -3982045
rpc_duration_seconds_bucket{le="+Inf",} 2693 # {trace_id="KOO5S4vxi0o"} 0.67 1520879607.789
rpc_duration_seconds_sum 1.7560473e+07 1520879607.789 # {} 1
  indented{brace="a}b"}	NaN
# EOF
`;

describe('scanning Prometheus text', () => {
  it('reads what the format allows', () => {
    const found = all(REAL);
    if (!found.ok) throw new Error(found.error.message);
    expect(found.value.map(({ name, value }) => [name, value])).toEqual([
      ['http_requests_total', 1027],
      ['http_requests_total', 3],
      ['msdos_file_access_time_seconds', 1458255915],
      ['metric_without_timestamp_and_labels', 12.47],
      ['something_weird', Number.POSITIVE_INFINITY],
      ['rpc_duration_seconds_bucket', 2693],
      ['rpc_duration_seconds_sum', 17560473],
      ['indented', Number.NaN],
    ]);
    const labels = found.value.map((sample) => parseLabels(sample.labels));
    expect(labels.map((one) => one.ok && Object.fromEntries(one.value))).toEqual([
      { method: 'post', code: '200' },
      { method: 'post', code: '400' },
      { path: 'C:\\DIR\\FILE.TXT', error: 'Cannot find file:\n"FILE.TXT"' },
      {},
      { problem: 'division by zero' },
      { le: '+Inf' },
      {},
      { brace: 'a}b' },
    ]);
  });

  it('reads lines that end in CRLF and a last line without an end', () => {
    const found = all('a 1\r\n\r\nb{c="d"} 2 3\r\nc 4');
    expect(found).toEqual({
      ok: true,
      value: [
        { name: 'a', labels: '', value: 1 },
        { name: 'b', labels: 'c="d"', value: 2 },
        { name: 'c', labels: '', value: 4 },
      ],
    });
  });

  it('picks whole names only, whatever they begin with', () => {
    const found = picked('ab 1\na 2\na_b 3\na{x="1"} 4\nab{a="a"} 5\n a 6\n', 'a', 'ab');
    expect(found.ok && found.value.map(({ value }) => value)).toEqual([1, 2, 4, 5, 6]);
  });

  it('picks the same as it finds in a full scan', () => {
    const line = fc.constantFrom(
      'a 1',
      'a{b="c"} 2',
      'ab 3',
      '# a 4',
      '',
      'b{a="a 5"} 6',
      'a 7 8',
      'b 9 # {} 1',
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = lines.join('\n');
        const full = all(text);
        const some = picked(text, 'a');
        expect(some.ok && some.value).toEqual(full.ok && full.value.filter(({ name }) => name === 'a'));
      }),
    );
  });

  it.each([
    ['a', 'value'],
    ['a ', 'value'],
    ['a x', 'value'],
    ['a 0x10', 'value'],
    ['a 1_000', 'value'],
    ['a 1 x', 'timestamp'],
    ['a 1 2 3', 'timestamp'],
    ['a{b="c" 1', 'labels'],
    ['a{b="c} 1', 'labels'],
    ['a-b 1', 'name'],
    ['é 1', 'name'],
    ['<!DOCTYPE html>', 'name'],
    ['{"error":"no"} x\n<p>', 'name'],
  ])('refuses %j and names the line', (bad, what) => {
    const lines = bad.split('\n').length;
    const found = picked(`ok 1\n# a comment\n${bad}\nok 2\n`, 'a', 'ok');
    expect(found.ok).toBe(false);
    if (found.ok) return;
    expect(found.error.code).toBe('prom_text');
    expect(found.error.data).toEqual({ line: 2 + lines });
    expect(found.error.message).toContain(`line ${2 + lines} is no Prometheus text`);
    expect(found.error.message).toContain(what);
  });

  it('says something about every text, and throws for none', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a{}="\\ \n#,1.eE+-\r\t') }), (text) => {
        const found = all(text);
        expect(typeof found.ok).toBe('boolean');
        if (found.ok) for (const { labels } of found.value) parseLabels(labels);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('labels', () => {
  it('survive the way to text and back', () => {
    const escaped = (value: string) =>
      value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
    const anyLabels = fc.dictionary(
      fc.stringMatching(/^[a-z_][a-z0-9_]{0,5}$/),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(anyLabels, (labels) => {
        const text = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
        const read = parseLabels(text.join(','));
        expect(read.ok && new Map(read.value)).toEqual(new Map(Object.entries(labels)));
      }),
    );
  });

  it.each(['a', 'a=', 'a=b', 'a="b', '="b"', 'a="b" c="d"', 'a="b",,', 'a="1",a="2"', '1a="b"'])(
    'refuse %j',
    (text) => {
      expect(parseLabels(text).ok).toBe(false);
    },
  );

  it('have one key in whatever order they stand', () => {
    const key = (text: string) => {
      const labels = parseLabels(text);
      return labels.ok ? seriesKey(labels.value) : null;
    };
    expect(key('a="1",b="2"')).toBe(key('b="2", a="1"'));
    expect(key('a="1"')).not.toBe(key('a="2"'));
  });
});

describe('numbers', () => {
  it.each(['', ' ', '.', 'e5', '0x1', '1e', '1,5', '--1', 'infi', 'null'])('are not %j', (text) => {
    expect(parsePromNumber(text)).toBeNull();
  });

  it.each([
    ['1', 1],
    ['-1.5e-3', -0.0015],
    ['+.5', 0.5],
    ['5.', 5],
    ['NaN', Number.NaN],
    ['nan', Number.NaN],
    ['+Inf', Number.POSITIVE_INFINITY],
    ['-Inf', Number.NEGATIVE_INFINITY],
    ['inf', Number.POSITIVE_INFINITY],
  ])('are %j', (text, value) => {
    expect(parsePromNumber(text)).toBe(value);
  });
});
