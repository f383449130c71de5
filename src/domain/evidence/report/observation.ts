/** What was watched: each stage with its verdict, each metric as a chart with its threshold, stages and gaps. */
import type { MetricSpec } from '../../plan/plan';
import { stageSentence, verdictSentence } from '../../verdict/reason';
import { buildChart, type Chart } from '../../verdict/series';
import { type SvgTexts, svgChart } from '../../verdict/svg-chart';
import type { RecordStage, RunRecord } from '../record';
import { badge, toneOf } from './badge';
import { drawn, type Html, html, section, table, text } from './html';
import { visible } from './visible';
import { type Language, spanText } from './words';

const observedSteps = ({ stages }: RunRecord): readonly string[] => [
  ...new Set(stages.map((stage) => stage.step)),
];

function stageRow(
  stage: RecordStage,
  specs: readonly MetricSpec[],
  { id, words }: Language,
): readonly Html[] {
  const outcome = stage.overridden ? 'overridden' : (stage.verdict?.outcome ?? 'inconclusive');
  const sentence = stage.verdict === null ? words.noVerdict : stageSentence(stage.verdict, specs, id);
  return [
    text(
      stage.weight === null
        ? words.stage(stage.stage + 1)
        : `${words.stage(stage.stage + 1)}, ${stage.weight} %`,
    ),
    badge(toneOf(outcome), words.status[outcome]),
    text(sentence),
    text(spanText(stage.opened_at, stage.ended_at)),
  ];
}

/** Units come from the runbook and stand in the drawing, so they are made visible before they get there. */
function specsOf(record: RunRecord, step: string): readonly MetricSpec[] {
  const watched = new Set(
    record.stages
      .filter((s) => s.step === step)
      .flatMap((s) => (s.verdict?.metrics ?? []).map((m) => m.metric)),
  );
  return record.metrics.filter((m) => watched.has(m.id)).map((m) => ({ ...m, unit: visible(m.unit) }));
}

function chartOf(record: RunRecord, step: string, specs: readonly MetricSpec[]): Chart {
  const stages = record.stages.filter((stage) => stage.step === step);
  const answers = record.decisions.flatMap(({ step: about, answer }) =>
    about === step && answer !== null
      ? [{ at: answer.at, text: visible(`${answer.by}: ${answer.value}`) }]
      : [],
  );
  return buildChart({
    specs,
    rounds: record.samples.filter((sample) => sample.step === step),
    stages: stages.map(({ stage, weight, opened_at: at }) => ({ stage, weight: weight ?? 100, at })),
    events: answers,
    until: stages.at(-1)?.ended_at ?? null,
  });
}

function svgTexts(title: string, desc: string, { words }: Language): SvgTexts {
  return {
    title: visible(title),
    desc: visible(desc),
    time: words.time,
    threshold: (rule, limit) => (rule === 'above' ? words.failsAbove(limit) : words.failsBelow(limit)),
    band: (band) => `${words.stage(band.stage + 1)}, ${band.weight} %`,
  };
}

/** The same metric may be drawn for several steps: ids must stay unique on the page. */
function uniqueIds(svg: string, metric: string, step: string): string {
  const [from, to] = [`chart-${metric}`, `chart-${step}-${metric}`];
  return svg
    .replace(`aria-labelledby="${from}-title ${from}-desc"`, `aria-labelledby="${to}-title ${to}-desc"`)
    .replace(`<title id="${from}-title">`, `<title id="${to}-title">`)
    .replace(`<desc id="${from}-desc">`, `<desc id="${to}-desc">`);
}

function figureOf(record: RunRecord, step: string, spec: MetricSpec, chart: Chart, language: Language): Html {
  const sentences = record.stages
    .filter((stage) => stage.step === step)
    .flatMap((stage) => (stage.verdict?.metrics ?? []).filter((m) => m.metric === spec.id))
    .map((verdict) => verdictSentence(verdict, spec, language.id));
  const last = sentences.at(-1) ?? language.words.noVerdict;
  const title = language.words.chart(language.local(spec.title), step);
  const svg = svgChart(chart, spec.id, svgTexts(title, last, language));
  return html`<figure>${drawn(uniqueIds(svg, spec.id, step))}<figcaption>${last}</figcaption></figure>`;
}

function observedStep(record: RunRecord, step: string, language: Language): Html {
  const { label } = language.words;
  const specs = specsOf(record, step);
  const chart = chartOf(record, step, specs);
  const rows = record.stages.filter((stage) => stage.step === step).map((s) => stageRow(s, specs, language));
  return html`<h3>${step}</h3>${table([label.stage, label.verdict, label.why, label.when], rows)}${specs.map(
    (spec) => figureOf(record, step, spec, chart, language),
  )}`;
}

export const observationOf = (record: RunRecord, language: Language): Html =>
  section(
    'observation',
    language.words.title.observation,
    observedSteps(record).map((step) => observedStep(record, step, language)),
  );
