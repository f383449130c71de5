/**
 * One metric as a self-contained SVG for the report: no script, no style sheet, no font, nothing to fetch, so that it
 * is drawn under any content security policy and prints on white paper. Nothing is told by colour alone.
 */
import { between, type Scale, valueScale } from './chart-scale';
import { reduceSeries } from './reduce-series';
import type { Chart, ChartPoint, MetricSeries, StageBand } from './series';
import { coordinate as c, escapeText, timeOfDay } from './svg-text';

export interface SvgTexts {
  /** Short name, shown above the chart and read aloud. */
  readonly title: string;
  /** What the chart shows in a sentence or two, for who can't see it, e.g. the verdict. */
  readonly desc: string;
  /** Name of the time axis, e.g. `time (UTC)`: the labels are in UTC. */
  readonly time: string;
  /** What stands at a threshold line, e.g. `fails above 0.02`. */
  readonly threshold: (rule: 'above' | 'below', limit: string) => string;
  /** What stands in a band, e.g. `30 %`. */
  readonly band: (band: StageBand) => string;
}

const WIDTH = 720;
const HEIGHT = 260;
const PLOT = { left: 64, right: 688, top: 44, bottom: 212 } as const;
const INK = '#1f2933';
const MUTED = '#52606d';
const LINE = '#0b5cad';
const ALARM = '#b42318';
const TIME_TICKS = 5;

interface Frame {
  readonly x: (atMs: number) => number;
  readonly y: Scale;
}

/** Throws when the chart has no such series, which is a bug of the caller. */
export function svgChart(chart: Chart, metric: string, texts: SvgTexts): string {
  const series = chart.series.find((one) => one.metric === metric);
  if (series === undefined) throw new Error(`no series of ${metric}`);
  const frame = frameOf(chart, series);
  const id = `chart-${escapeText(metric)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}"`,
    ` role="img" aria-labelledby="${id}-title ${id}-desc" font-family="sans-serif" font-size="11" fill="${INK}">`,
    `<title id="${id}-title">${escapeText(texts.title)}</title>`,
    `<desc id="${id}-desc">${escapeText(texts.desc)}</desc>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text(PLOT.left, 16, texts.title, 'font-size="13" font-weight="bold"'),
    ...chart.bands.flatMap((band) => drawBand(band, frame, texts)),
    ...drawValueAxis(frame, series.unit),
    ...drawTimeAxis(chart, frame, texts.time),
    ...series.thresholds.flatMap(({ rule, value, text: limit }) =>
      drawThreshold(frame.y.place(value), texts.threshold(rule, limit)),
    ),
    ...chart.marks.flatMap(({ atMs, text: label }) => drawMark(frame.x(atMs), label)),
    ...drawLine(reduceSeries(series.points), frame),
    '</svg>',
  ].join('');
}

function frameOf(chart: Chart, series: MetricSeries): Frame {
  const values = series.points.flatMap(({ value }) => (value === null ? [] : [value]));
  const limits = series.thresholds.map(({ value }) => value);
  return {
    x: between(chart.fromMs, chart.toMs, PLOT.left, PLOT.right),
    y: valueScale([...values, ...limits], PLOT.bottom, PLOT.top),
  };
}

const text = (x: number, y: number, content: string, attributes = ''): string =>
  `<text x="${c(x)}" y="${c(y)}" ${attributes}>${escapeText(content)}</text>`;

const line = (x1: number, y1: number, x2: number, y2: number, attributes: string): string =>
  `<line x1="${c(x1)}" y1="${c(y1)}" x2="${c(x2)}" y2="${c(y2)}" ${attributes}/>`;

function drawBand(band: StageBand, frame: Frame, texts: SvgTexts): readonly string[] {
  const [from, to] = [frame.x(band.fromMs), frame.x(band.toMs)];
  const tint = band.stage % 2 === 0 ? '#f1f4f8' : '#e3e9f0';
  return [
    `<rect x="${c(from)}" y="${PLOT.top}" width="${c(Math.max(0, to - from))}" height="${PLOT.bottom - PLOT.top}" fill="${tint}"/>`,
    line(from, PLOT.top, from, PLOT.bottom, `stroke="${MUTED}" stroke-width="0.5"`),
    text(from + 3, PLOT.top + 12, texts.band(band), `fill="${MUTED}"`),
  ];
}

function drawValueAxis({ y }: Frame, unit: string): readonly string[] {
  const label = unit === '1' || unit === '' ? [] : [text(8, 34, unit, `fill="${MUTED}"`)];
  const ticks = y.ticks.flatMap(({ value, label: at }) => [
    line(PLOT.left, y.place(value), PLOT.right, y.place(value), 'stroke="#cbd2d9" stroke-width="0.5"'),
    text(PLOT.left - 6, y.place(value) + 4, at, 'text-anchor="end"'),
  ]);
  return [...label, ...ticks, line(PLOT.left, PLOT.top, PLOT.left, PLOT.bottom, `stroke="${MUTED}"`)];
}

function drawTimeAxis(chart: Chart, { x }: Frame, name: string): readonly string[] {
  const count = chart.toMs > chart.fromMs ? TIME_TICKS : 1;
  const ticks = Array.from({ length: count }, (_, i) => {
    const at = chart.fromMs + ((chart.toMs - chart.fromMs) * i) / Math.max(1, count - 1);
    const tick = line(x(at), PLOT.bottom, x(at), PLOT.bottom + 4, `stroke="${MUTED}"`);
    return tick + text(x(at), PLOT.bottom + 17, timeOfDay(at), 'text-anchor="middle"');
  });
  return [
    line(PLOT.left, PLOT.bottom, PLOT.right, PLOT.bottom, `stroke="${MUTED}"`),
    ...ticks,
    text((PLOT.left + PLOT.right) / 2, PLOT.bottom + 36, name, `text-anchor="middle" fill="${MUTED}"`),
  ];
}

const drawThreshold = (y: number, label: string): readonly string[] => [
  line(PLOT.left, y, PLOT.right, y, `stroke="${ALARM}" stroke-width="1.5" stroke-dasharray="7 4"`),
  text(PLOT.right - 3, y - 4, label, `text-anchor="end" fill="${ALARM}"`),
];

// The label stands on the side that has room for it.
function drawMark(x: number, label: string): readonly string[] {
  const late = x > (PLOT.left + PLOT.right) / 2;
  return [
    line(x, PLOT.top - 8, x, PLOT.bottom, `stroke="${INK}" stroke-dasharray="2 3"`),
    `<path d="M${c(x - 4)} ${PLOT.top - 12}h8l-4 6z" fill="${INK}"/>`,
    text(x + (late ? -7 : 7), PLOT.top - 6, label, late ? 'text-anchor="end"' : ''),
  ];
}

/** One path per run of values: a gap stays a gap, and a value alone between gaps is a dot. */
function drawLine(points: readonly ChartPoint[], frame: Frame): readonly string[] {
  const runs: string[][] = [[]];
  for (const { atMs, value } of points) {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push(`${c(frame.x(atMs))} ${c(frame.y.place(value))}`);
  }
  return runs.filter((run) => run.length > 0).map(drawRun);
}

function drawRun(run: readonly string[]): string {
  const [first = '0 0'] = run;
  if (run.length > 1) return `<path d="M${run.join('L')}" fill="none" stroke="${LINE}" stroke-width="1.75"/>`;
  const [x, y] = first.split(' ');
  return `<circle cx="${x}" cy="${y}" r="2.5" fill="${LINE}"/>`;
}
