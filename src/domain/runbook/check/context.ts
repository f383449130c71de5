import type { LoadedRunbook } from '../load';
import { stepSets } from '../names';
import type { Problem } from '../problem';
import { type Path, type ProblemDraft, problemAt } from '../source';
import { type PlacedStep, placedSteps } from '../steps';

/** Variables that every target of a name from `targets` has in the inventory. */
export type TargetVars = Readonly<Record<string, readonly string[]>>;

/** What the checks share. */
export interface Context {
  readonly loaded: LoadedRunbook;
  readonly steps: readonly PlacedStep[];
  /** Null when the inventory is not known: then a name may still come from there. */
  readonly targetVars: TargetVars | null;
  /** By name: the last step that sets it. */
  readonly lastSetter: ReadonlyMap<string, number>;
  readonly at: (path: Path, draft: ProblemDraft) => Problem;
}

export function contextOf(loaded: LoadedRunbook, targetVars: TargetVars | null): Context {
  const steps = placedSteps(loaded.runbook);
  return {
    loaded,
    steps,
    targetVars,
    lastSetter: new Map(steps.flatMap(({ step }, i) => stepSets(step).map((name) => [name, i] as const))),
    at: (path, draft) => problemAt(loaded.source, path, draft),
  };
}
