import { buildChart } from '@domain/verdict/series';
import { svgChart } from '@domain/verdict/svg-chart';
import { escapeText, timeOfDay } from '@domain/verdict/svg-text';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant, round, sample, spec } from './build';

const watched = spec({ id: 'p95', unit: 'ms', fail: { above: '500', for_ms: 0 } });
const texts = {
  title: 'Latency',
  desc: 'p95 812 ms > 500 ms: fail',
  time: 'time (UTC)',
  threshold: (rule: string, limit: string) => `fails ${rule} ${limit}`,
  band: ({ weight }: { weight: number }) => `${weight} %`,
};
const draw = (cells: string, event = 'rollback', own: Partial<typeof texts> = {}) =>
  svgChart(
    buildChart({
      specs: [watched],
      rounds: cells
        .split(' ')
        .filter((cell) => cell !== '')
        .map((cell, i) => round(i * 1000, [sample('p95', cell)])),
      stages: [{ stage: 0, weight: 10, at: instant(0) }],
      events: [{ at: instant(2500), text: event }],
      until: instant(5000),
    }),
    'p95',
    { ...texts, ...own },
  );
const count = (svg: string, part: string) => svg.split(part).length - 1;

describe('a chart as SVG', () => {
  it('says what it shows to who cannot see it', () => {
    const svg = draw('100 200');
    expect(svg).toContain('role="img" aria-labelledby="chart-p95-title chart-p95-desc"');
    expect(svg).toContain('<title id="chart-p95-title">Latency</title>');
    expect(svg).toContain('<desc id="chart-p95-desc">p95 812 ms &gt; 500 ms: fail</desc>');
  });

  it('draws threshold, band, mark, axes and unit', () => {
    const svg = draw('100 200 812');
    for (const part of [
      'fails above 500',
      '10 %',
      'rollback',
      'time (UTC)',
      '>ms<',
      '00:00:05',
      '>1000<',
      '>0<',
    ])
      expect(svg).toContain(part);
    expect(count(svg, 'stroke-dasharray="7 4"')).toBe(1);
  });

  it('leaves gaps open and shows a value that stands alone', () => {
    const svg = draw('1 2 - 3 - 4 5');
    expect(count(svg, 'fill="none"')).toBe(2);
    expect(count(svg, '<circle')).toBe(1);
  });

  it('fetches and runs nothing', () => {
    const svg = draw('1 2 3');
    expect(svg).not.toMatch(/<script|<style|<image|<foreignObject|href|url\(|style=|\son\w+=/i);
    expect(svg.match(/https?:[^"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
  });

  it.each(['', '5', '- - -', '0 0 0', '-5 -3', '0.0001 0.0002', '123456789 987654321'])(
    'draws finite numbers only for the samples %j',
    (cells) => {
      expect(draw(cells)).not.toMatch(/NaN|Infinity|undefined|\d[eE][+-]?\d/);
    },
  );

  it('lets no text out of its place, whatever it holds', () => {
    const ugly = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('</text><script>', '"><a', "'&", '\u0000\ud800'),
    );
    const shape = (svg: string) => svg.replace(/>[^<]*</g, '><');
    fc.assert(
      fc.property(ugly, (text) => {
        expect(shape(draw('1 2', text, { title: text, desc: text }))).toBe(shape(draw('1 2')));
      }),
    );
  });

  it('throws for a metric that is not in the chart', () => {
    expect(() =>
      svgChart(buildChart({ specs: [], rounds: [], stages: [], events: [], until: null }), 'p95', texts),
    ).toThrow('no series of p95');
  });
});

describe('texts of a chart', () => {
  it('replaces what XML cannot hold and escapes what it means', () => {
    expect(escapeText('a<b>&"\'\u0000\u001b\ud800\n漢😀')).toBe(
      'a&lt;b&gt;&amp;&quot;&#39;\ufffd\ufffd\ufffd\n漢😀',
    );
  });

  it('tells the time of day', () => {
    expect(timeOfDay(86_400_000 * 3 + 21 * 3_600_000 + 53 * 60_000 + 7999)).toBe('21:53:07');
  });
});
