/** People and what they decided; the machines and who they showed to be. */
import type { RecordDecision, RecordTarget, RunRecord } from '../record';
import { code, type Html, html, section, table, text } from './html';
import { type Language, timeText } from './words';

function answerOf({ answer, withdrawn }: RecordDecision, { words }: Language): Html {
  if (answer === null)
    return html`<p class="soft">${withdrawn === null ? words.noAnswer : words.withdrawn(withdrawn)}</p>`;
  const reason = answer.reason === '' ? null : html`<p>${answer.reason}</p>`;
  return html`<p><strong>${words.answered(answer.value)}</strong></p>${reason}<p class="soft">${answer.by}, ${
    words.via[answer.via]
  }, ${timeText(answer.at)}</p>`;
}

export function decisionsOf(record: RunRecord, language: Language): Html {
  const { words, local } = language;
  const rows = record.decisions.map((decision) => [
    text(words.question[decision.kind]),
    html`${decision.step ?? '-'}${decision.target === null ? '' : ` @ ${decision.target}`}`,
    text(local(decision.text)),
    html`<div class="quote">${answerOf(decision, language)}</div>`,
  ]);
  const { label } = words;
  return section(
    'decisions',
    words.title.decisions,
    rows.length === 0 ? [] : [table([label.what, label.step, label.question, label.answer], rows)],
  );
}

export function peopleOf(record: RunRecord, { words }: Language): Html {
  const { label } = words;
  const rows = record.people.map(({ name, via, decisions }) => [
    text(name),
    text(via.map((way) => words.via[way]).join(', ')),
    text(decisions),
  ]);
  return section('people', words.title.people, [table([label.name, label.how, label.decisions], rows)]);
}

const identityRows = (target: RecordTarget, { words }: Language): readonly (readonly Html[])[] => {
  const name = text(target.name);
  const address = code(`${target.user}@${target.host}:${target.port}`);
  if (target.identities.length === 0)
    return [[name, address, text(words.neverReached), text('-'), text('-')]];
  return target.identities.map((seen) => [
    name,
    address,
    html`${seen.host_key_type} <code>${seen.host_key_sha256}</code>`,
    text(seen.hostname),
    text(`${seen.clock_offset_ms} ms`),
  ]);
};

export function targetsOf(record: RunRecord, language: Language): Html {
  const { label, title } = language.words;
  const rows = record.targets.flatMap((target) => identityRows(target, language));
  const heads = [label.target, label.address, label.hostKey, label.hostname, label.clock];
  return section('targets', title.targets, rows.length === 0 ? [] : [table(heads, rows)]);
}
