import type { RunSummary } from '@ipc/contract';
import { localTextIn } from '../i18n/use-local-text';

/** Title of a run with its version, the one input people call a release by. */
export function runTitle(run: Pick<RunSummary, 'title' | 'inputs'>, language: string): string {
  const version = run.inputs.find((i) => i.name === 'version')?.value;
  const title = localTextIn(language, run.title);
  return version === undefined ? title : `${title} ${version}`;
}
