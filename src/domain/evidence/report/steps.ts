/** Every step, and below it every attempt: the command, what was expected and found, what came out. */
import type { Outcome, OutputDigest } from '../../run/outcome';
import type { RecordAttempt, RecordStep, RunRecord } from '../record';
import { badge, type Tone, toneOf } from './badge';
import { code, type Html, html, section, table, text } from './html';
import { clipped } from './visible';
import { type Language, timeText } from './words';

const MOST_SCRIPT = 20_000;
const MOST_FOUND = 2000;

function outcomeText(outcome: Outcome | null, { words, duration }: Language): string {
  switch (outcome?.kind) {
    case 'exited':
      return words.exited(outcome.code);
    case 'signalled':
      return words.signalled(outcome.signal);
    case 'timed_out':
      return words.timedOut(duration(outcome.after_ms));
    case 'lost':
      return words.lost(outcome.why);
    case 'refused':
      return words.refused(outcome.why);
    default:
      return words.status.unfinished;
  }
}

function clip(value: string, most: number, { words }: Language): Html {
  const { text: kept, left } = clipped(value, most);
  return left === 0 ? text(kept) : html`${kept} <em>${words.clipped(left)}</em>`;
}

function checksOf({ checks }: RecordAttempt, language: Language): Html {
  if (checks.length === 0) return html``;
  const { label, status } = language.words;
  const rows = checks.map(({ rule, expected, found, result }) => [
    badge(toneOf(result), status[result]),
    text(rule),
    clip(expected, MOST_FOUND, language),
    clip(found, MOST_FOUND, language),
  ]);
  return table([label.outcome, label.rule, label.expected, label.found], rows);
}

function outputOf(output: OutputDigest | null, { words }: Language): Html {
  if (output === null) return html``;
  const { bytes, lines, masked, truncated, sha256 } = output;
  const more = [masked > 0 ? words.masked(masked) : '', truncated ? words.truncated : ''].filter(Boolean);
  return html`<p>${words.label.output}: ${[words.output(bytes, lines), ...more].join(', ')}; SHA-256 <code>${sha256}</code></p>`;
}

/** What the runbook's own names stood for; the ids, the same in every attempt, are in the summary. */
function exportsOf({ exports }: RecordAttempt, { words }: Language): Html {
  const own = exports.filter(({ name }) => !name.startsWith('HOLDPOINT_'));
  if (own.length === 0) return html``;
  return html`<p class="soft">${words.label.environment}: ${own.map(
    ({ name, value }) => html`<code>${name}=${value}</code> `,
  )}</p>`;
}

function attemptOf(attempt: RecordAttempt, scripts: ReadonlyMap<string, string>, language: Language): Html {
  const { words, duration } = language;
  const script = attempt.script_sha256 === null ? undefined : scripts.get(attempt.script_sha256);
  const lasted = attempt.duration_ms === null ? '' : `, ${duration(attempt.duration_ms)}`;
  const when = `${timeText(attempt.intent_at)}${lasted}`;
  return html`<div class="attempt"><p>${badge(toneOf(attempt.status), words.status[attempt.status])} ${words.attempt(
    attempt.attempt,
    attempt.target ?? words.here,
  )}: ${outcomeText(attempt.outcome, language)} <span class="soft">${when}</span></p>${
    script === undefined ? null : html`<pre>${clip(script, MOST_SCRIPT, language)}</pre>`
  }${checksOf(attempt, language)}${outputOf(attempt.output, language)}${exportsOf(attempt, language)}</div>`;
}

/** What looks good because a person said so gets a look of its own. */
const stepTone = ({ status, basis }: RecordStep): Tone =>
  basis === 'attested' && toneOf(status) === 'good' ? 'attested' : toneOf(status);

/** Whose word a step rests on; nothing for steps that were measured. */
function wordsOf(step: RecordStep, record: RunRecord, { words }: Language): readonly Html[] {
  if (step.basis !== 'attested') return [];
  return record.decisions.flatMap(({ step: about, answer }) =>
    about === step.id && answer !== null
      ? [
          html`<p class="word">${words.attestedBy(answer.by, words.via[answer.via], answer.reason)} (${answer.value})</p>`,
        ]
      : [],
  );
}

function stepOf(step: RecordStep, record: RunRecord, language: Language): Html {
  const { words, local } = language;
  const scripts = new Map(record.scripts.map((script) => [script.sha256, script.text]));
  const attempts = record.attempts.filter((attempt) => attempt.step === step.id);
  const notes = [
    ...(step.irreversible === null ? [] : [words.irreversible(step.irreversible)]),
    ...(step.missing.length === 0 ? [] : [words.missing(step.missing.join(', '))]),
  ];
  return html`<article class="step ${stepTone(step)}"><header>${badge(
    stepTone(step),
    words.status[step.status],
  )}<h4>${local(step.title)}</h4>${code(step.id)}<span class="basis">${words.basis[step.basis]}</span><span class="when">${timeText(
    step.ended_at ?? step.started_at,
  )}</span></header>${wordsOf(step, record, language)}${notes.map((note) => html`<p class="soft">${note}</p>`)}${attempts.map(
    (attempt) => attemptOf(attempt, scripts, language),
  )}</article>`;
}

export function stepsOf(record: RunRecord, part: RecordStep['part'], language: Language): Html {
  const content: Html[] = [];
  let phase: RecordStep['phase'] | null = null;
  for (const step of record.steps.filter((one) => one.part === part)) {
    if (part === 'forward' && step.phase !== phase)
      content.push(html`<h3>${language.words.phase[step.phase]}</h3>`);
    phase = step.phase;
    content.push(stepOf(step, record, language));
  }
  return section(`steps-${part}`, language.words.part[part], content);
}

export function filesOf(record: RunRecord, { words }: Language): Html {
  const { label } = words;
  const rows = record.attempts.flatMap(({ step, target, files }) =>
    files.map((file) => [
      text(target === null ? step : `${step} @ ${target}`),
      code(file.path),
      text(words.bytes(file.bytes)),
      code(file.sha256),
    ]),
  );
  const heads = [label.step, label.file, label.size, label.digest];
  return section('files', words.title.files, rows.length === 0 ? [] : [table(heads, rows)]);
}
