/** Promise `ids`: correlation and release candidate go through every entry, command, report and record of a run (S2.13). */
import type { JsonObject } from '@domain/kernel/json';
import { entryRun } from '../entry';
import { REPORTS } from '../fill-bundle';
import { disclosed, type Entry, type LedgerEvidence } from './evidence';
import { type BundleFiles, readText } from './files';
import { judged, type VerifyLine } from './report';

const FIELDS = ['run_id', 'correlation_id', 'release_candidate_id'] as const;
export type RunIds = Readonly<Record<(typeof FIELDS)[number], string>>;

const exportName = (field: string): string => `HOLDPOINT_${field.toUpperCase()}`;

function exportProblems({ seq, document }: Entry, ids: RunIds): readonly string[] {
  const exports = Array.isArray(document.exports) ? (document.exports as readonly JsonObject[]) : [];
  return FIELDS.filter(
    (field) => !exports.some((e) => e.name === exportName(field) && e.value === ids[field]),
  ).map((field) => `the command of entry ${seq} did not get ${exportName(field)}`);
}

function entryProblems(entry: Entry, ids: RunIds): readonly string[] {
  const own = FIELDS.filter((field) => entry.document[field] !== ids[field]).map(
    (field) => `entry ${entry.seq} (${entry.kind}) has another ${field} than its run, or none`,
  );
  const runs = entry.kind === 'step.intent' && typeof entry.document.script === 'string';
  return runs ? [...own, ...exportProblems(entry, ids)] : own;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Every run whose entries are disclosed; the first entry of each says what its ids are. */
export function checkEntryIds(evidence: LedgerEvidence): readonly VerifyLine[] {
  const runs = new Map<string, RunIds>();
  const problems: string[] = [];
  let count = 0;
  for (const entry of disclosed(evidence)) {
    const run = entryRun(entry.document);
    if (run === null) continue;
    const { correlation_id, release_candidate_id } = entry.document;
    const ids = runs.get(run) ?? {
      run_id: run,
      correlation_id: text(correlation_id),
      release_candidate_id: text(release_candidate_id),
    };
    if (!runs.has(run) && (ids.correlation_id === '' || ids.release_candidate_id === ''))
      problems.push(`run ${run} begins without ids in entry ${entry.seq}`);
    runs.set(run, ids);
    problems.push(...entryProblems(entry, ids));
    count += 1;
  }
  const detail = `${count} entries of ${runs.size} ${runs.size === 1 ? 'run' : 'runs'} and their commands carry correlation and release candidate`;
  return judged('ids', problems, detail);
}

/** The record has the ids of its run's entries, and both reports show them with the record's digest. */
export function checkRecordIds(
  files: BundleFiles,
  evidence: LedgerEvidence,
  ids: RunIds,
  recordSha256: string,
): readonly VerifyLine[] {
  const opening = [...disclosed(evidence)].find((e) => entryRun(e.document) === ids.run_id);
  const problems =
    opening === undefined ? [`no entry of run ${ids.run_id} is here`] : entryProblems(opening, ids);
  const reports = Object.keys(REPORTS).flatMap((file) => {
    const html = readText(files, file) ?? '';
    const wanted = [...FIELDS.map((field) => ids[field]), recordSha256];
    return wanted.filter((value) => !html.includes(value)).map((value) => `${file} does not name ${value}`);
  });
  return judged('ids', [...problems, ...reports], 'record and reports carry the ids of the run');
}
