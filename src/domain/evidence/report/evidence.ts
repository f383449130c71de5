/** The rollback in a few facts; what the record rests on; and what it can't show. */
import type { RunRecord } from '../record';
import type { NamedSigner } from '../record-signer';
import { code, facts, type Html, html, section, table, text } from './html';
import { type Language, timeText } from './words';

export function rollbackOf({ rollback, pauses }: RunRecord, { words, duration }: Language): Html {
  const { label } = words;
  const paused = pauses.map((pause) => [
    text(timeText(pause.at)),
    text(timeText(pause.resumed_at)),
    text(pause.by),
    text(pause.reason),
  ]);
  const stops =
    paused.length === 0
      ? []
      : [html`<h3>${label.pauses}</h3>${table([label.begun, label.closed, label.who, label.why], paused)}`];
  if (rollback === null) return section('rollback', label.pauses, stops);
  return section('rollback', words.title.rollback, [
    facts([
      [label.trigger, text(words.trigger[rollback.trigger])],
      [label.reason, text(rollback.reason)],
      [label.who, text(`${rollback.by} (${words.via[rollback.via]})`)],
      [label.begun, text(timeText(rollback.begun_at))],
      [label.duration, text(rollback.duration_ms === null ? '-' : duration(rollback.duration_ms))],
      [label.step, code(rollback.steps.join(', '))],
    ]),
    ...stops,
  ]);
}

function signaturesOf(signers: readonly NamedSigner[] | null, { words }: Language): readonly Html[] {
  if (signers === null) return [html`<p>${words.notSigned}</p>`];
  const { label } = words;
  const rows = signers.map(({ role, name, fingerprint }) => [
    text(name),
    text(words.role[role]),
    code(fingerprint),
  ]);
  const alone = signers.some(({ role }) => role === 'operator')
    ? []
    : [html`<p><strong>${words.deviceOnly}</strong></p>`];
  return [...alone, table([label.signer, label.how, label.key], rows)];
}

export function evidenceOf(
  record: RunRecord,
  signers: readonly NamedSigner[] | null,
  language: Language,
): Html {
  const { words } = language;
  const { label } = words;
  const { ledger, app, opened_with: opened } = record;
  const attached = record.attachments.map(({ file, sha256 }) => html`${file} <code>${sha256}</code> `);
  return section('evidence', words.title.evidence, [
    ...signaturesOf(signers, language),
    facts(
      [
        [label.ledger, html`${words.ledger(ledger.origin, ledger.size)} <code>${ledger.head}</code>`],
        [label.app, text(`${app.name} ${app.version}`)],
        [label.openedWith, text(`${opened.name} ${opened.version}, ${runtimeOf(opened)}`)],
        [label.answers, record.answers_sha256 === null ? text(words.none) : code(record.answers_sha256)],
        [label.attachments, attached.length === 0 ? text(words.none) : html`${attached}`],
      ],
      'facts wide',
    ),
  ]);
}

const runtimeOf = ({ node, electron }: RunRecord['opened_with']): string =>
  electron === null ? `Node ${node}` : `Node ${node}, Electron ${electron}`;

export const limitsOf = ({ words }: Language): Html =>
  section('limits', words.title.limits, [
    html`<div class="limits"><ul>${words.limits.map((limit) => html`<li>${limit}</li>`)}</ul></div>`,
  ]);
