/** Stored step outputs in a bundle, each only if it still is what the record says. */
import { existsSync } from 'node:fs';
import type { RecordAttempt } from '@domain/evidence/record';
import type { OutputStore } from '../ports';
import { type BundleWriter, hashFile } from './bundle-writer';

/** `@` can't stand in ids, so the parts stay apart. */
export const outputFile = ({
  step,
  target,
  attempt,
}: Pick<RecordAttempt, 'step' | 'target' | 'attempt'>): string =>
  `outputs/${step}@${target ?? 'local'}.${attempt}.log`;

/** Attempts whose output was stored. */
export const withOutput = (attempts: readonly RecordAttempt[]): readonly RecordAttempt[] =>
  attempts.filter(({ output }) => output !== null && output.bytes > 0);

function problemOf(attempt: RecordAttempt, path: string | null): string | null {
  if (path === null || !existsSync(path)) return 'is not stored here any more';
  const { sha256 } = hashFile(path);
  // Of a truncated output only the first part is there, while the digest covers all of it.
  const same = attempt.output?.truncated === true || sha256 === attempt.output?.sha256;
  return same ? null : 'is not the one that was recorded';
}

/** Copies what is there. Returns a sentence for each output that is left out. */
export function writeOutputs(
  bundle: BundleWriter,
  outputs: OutputStore,
  runId: string,
  attempts: readonly RecordAttempt[],
): readonly string[] {
  const missing: string[] = [];
  for (const attempt of withOutput(attempts)) {
    const { step, target, attempt: number } = attempt;
    const path = outputs.path({ runId, step, target, attempt: number });
    const problem = problemOf(attempt, path);
    const name = outputFile(attempt);
    if (problem !== null || path === null) missing.push(`${name} ${problem}`);
    else bundle.copy(name, path, hashFile(path).sha256);
  }
  return missing;
}
