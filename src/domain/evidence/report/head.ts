/** Title, result and the facts a reader looks for first. */
import type { RunRecord } from '../record';
import { badge, toneOf } from './badge';
import { code, facts, type Html, html, section, table, text } from './html';
import { type Language, timeText } from './words';

export function headOf(record: RunRecord, { words, local }: Language): Html {
  const { result } = record.closed;
  return html`<p class="kicker">Holdpoint · ${words.record[record.record]}</p><h1>${local(record.runbook.title)}</h1><div class="lead">${badge(
    toneOf(result),
    words.status[result],
  )}<span class="env ${record.environment}">${words.environment[record.environment]}</span></div>`;
}

export function summaryOf(record: RunRecord, recordSha256: string | null, language: Language): Html {
  const { words, duration } = language;
  const { label, via } = words;
  const { opened, closed } = record;
  return section('summary', words.title.summary, [
    facts([
      [label.reason, text(closed.reason)],
      [label.kind, text(words.runKind[record.run_kind])],
      [label.opened, text(`${timeText(opened.at)}, ${opened.by} (${via[opened.via]})`)],
      [label.closed, text(`${timeText(closed.at)}, ${closed.by} (${via[closed.via]})`)],
      [label.duration, text(duration(record.duration_ms))],
      [label.signoffs, text(record.required_signoffs.join(', ') || words.none)],
    ]),
    facts(idsOf(record, recordSha256, language), 'facts wide'),
    html`<p class="soft">${words.timesNote}</p>`,
  ]);
}

/** What names this run everywhere: in the ledger, in the environment of its commands, in this page. */
function idsOf(record: RunRecord, recordSha256: string | null, { words }: Language): [string, Html][] {
  const { label } = words;
  return [
    [label.run, code(record.run_id)],
    [label.correlation, code(record.correlation_id)],
    [label.candidate, code(record.release_candidate_id)],
    [label.runbook, text(record.runbook.path)],
    [label.runbookDigest, code(record.runbook.sha256)],
    [label.recordDigest, code(recordSha256 ?? '-')],
  ];
}

export function inputsOf(record: RunRecord, { words }: Language): Html {
  const { label } = words;
  const inputs = record.inputs.map(({ name, value }) => [code(name), code(value)]);
  const secrets =
    record.secrets.length === 0 ? [] : [html`<p>${label.secrets}: ${record.secrets.join(', ')}</p>`];
  const rows = inputs.length === 0 ? [] : [table([label.name, label.value], inputs)];
  return section('inputs', words.title.inputs, [...rows, ...secrets]);
}

/** What was skipped, overridden, left unknown: high on the page, never folded away. */
export function exceptionsOf({ exceptions }: RunRecord, { words }: Language): Html {
  if (exceptions.length === 0) return html``;
  const { label } = words;
  const rows = exceptions.map(({ kind, step, target, at, by, reason }) => [
    badge(toneOf(kind), words.status[kind]),
    text(target === null ? step : `${step} @ ${target}`),
    text(by ?? '-'),
    text(reason),
    text(timeText(at)),
  ]);
  return html`<section class="notice" aria-labelledby="exceptions"><h2 id="exceptions">${words.title.exceptions}</h2>${table(
    [label.what, label.step, label.who, label.why, label.when],
    rows,
  )}</section>`;
}
