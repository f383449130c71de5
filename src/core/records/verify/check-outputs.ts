/** Promise `outputs`: the stored outputs are the ones the record gives digests of. */
import type { RecordAttempt, RunRecord } from '@domain/evidence/record';
import { outputFile, withOutput } from '../bundle-outputs';
import type { BundleFiles } from './files';
import { judged, note, type VerifyLine } from './report';

function problemOf(files: BundleFiles, attempt: RecordAttempt): string | null | 'absent' | 'cut' {
  const found = files.sha256(outputFile(attempt));
  if (found === null) return 'absent';
  if (attempt.output?.truncated) return 'cut';
  return found === attempt.output?.sha256 ? null : `${outputFile(attempt)} is not the recorded output`;
}

export function checkOutputs(files: BundleFiles, record: RunRecord): readonly VerifyLine[] {
  const attempts = withOutput(record.attempts);
  const found = attempts.map((attempt) => [outputFile(attempt), problemOf(files, attempt)] as const);
  const expected = new Set(attempts.map(outputFile));
  const strays = files.names.filter((name) => name.startsWith('outputs/') && !expected.has(name));
  const problems = [
    ...found.flatMap(([, problem]) =>
      problem === null || problem === 'absent' || problem === 'cut' ? [] : [problem],
    ),
    ...strays.map((name) => `${name} belongs to no attempt of the record`),
  ];
  const notes = found.flatMap(([name, problem]) => {
    if (problem === 'absent')
      return [note('outputs', `${name} is not in the bundle, only its digest is in the record`)];
    return problem === 'cut'
      ? [note('outputs', `${name} was cut when it was stored, so its digest can't be compared`)]
      : [];
  });
  const compared = found.filter(([, problem]) => problem === null).length;
  return [...judged('outputs', problems, `${compared} stored outputs are the recorded ones`), ...notes];
}
