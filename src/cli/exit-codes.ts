/** Exit codes of the command line: a contract others rely on (docs/cli.md). */
import type { RunState } from '@domain/run/state';

export const EXIT = {
  good: 0,
  failed: 1,
  usage: 2,
  needsPerson: 3,
  unknown: 4,
  refused: 5,
  defect: 70,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a run's state means for the caller: only a release that went to its end is good. */
export function exitOfRun(state: RunState): ExitCode {
  if (state.result === null) return EXIT.needsPerson;
  if (state.result === 'released') return EXIT.good;
  const open = [...state.steps, ...(state.rollback?.steps ?? [])].some((s) => s.status === 'unknown');
  return state.result === 'stopped' && open ? EXIT.unknown : EXIT.failed;
}
