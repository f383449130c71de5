/**
 * A record as one HTML page for reading and printing: self-contained, without script, the same on every machine. It is
 * derived from the record and says so. Pure.
 */
import type { RunRecord } from '../record';
import type { NamedSigner } from '../record-signer';
import { evidenceOf, limitsOf, rollbackOf } from './evidence';
import { exceptionsOf, headOf, inputsOf, summaryOf } from './head';
import { drawn, html } from './html';
import { observationOf } from './observation';
import { decisionsOf, peopleOf, targetsOf } from './people';
import { filesOf, stepsOf } from './steps';
import { STYLE } from './style';
import { languageOf, type ReportLanguage } from './words';

export interface ReportOptions {
  readonly language: ReportLanguage;
  /** Digest of record.json, when it is known. */
  readonly recordSha256?: string;
  /** Who signed the record, as the ledger names them; left out, the page says that it carries no signatures. */
  readonly signers?: readonly NamedSigner[];
}

/** Nothing may be fetched or run, whatever a text in the record tries. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** `record` with its attached parts put back (`wholeRecord`). */
export function reportHtml(record: RunRecord, options: ReportOptions): string {
  const language = languageOf(options.language);
  const { words, local } = language;
  const title = `${words.record[record.record]}: ${local(record.runbook.title)}`;
  const page = html`<!doctype html>
<html lang="${language.id}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${drawn(POLICY)}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><title>${title}</title><style>${drawn(STYLE)}</style></head><body><main>${[
    headOf(record, language),
    summaryOf(record, options.recordSha256 ?? null, language),
    exceptionsOf(record, language),
    rollbackOf(record, language),
    decisionsOf(record, language),
    observationOf(record, language),
    stepsOf(record, 'forward', language),
    stepsOf(record, 'rollback', language),
    filesOf(record, language),
    targetsOf(record, language),
    peopleOf(record, language),
    inputsOf(record, language),
    evidenceOf(record, options.signers ?? null, language),
    limitsOf(language),
  ]}<footer><p>${words.derived}</p><p>${record.run_id} · ${record.correlation_id} · ${record.release_candidate_id} · ${
    options.recordSha256 ?? ''
  }</p></footer></main></body></html>
`;
  return page.markup;
}
