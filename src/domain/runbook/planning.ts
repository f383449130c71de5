/** What the parts of the planner work on. */
import type { PlannedTarget, RunKind, RunPlan } from '../plan/plan';
import type { LoadedRunbook } from './load';
import type { Problem } from './problem';
import type { problemAt as ProblemAt } from './source';

export type Environment = RunPlan['environment'];

/** The machines of one environment that a runbook asks for. */
export interface ResolvedTargets {
  readonly targets: readonly PlannedTarget[];
  /** By name from the runbook's `targets`: the names of its machines. */
  readonly members: Readonly<Record<string, readonly string[]>>;
}

export interface PlanRequest {
  readonly loaded: LoadedRunbook;
  /** Of the runbook file's bytes, 64 hex digits: the run is pinned to it. */
  readonly sha256: string;
  /** Where the runbook stands, relative to the workspace. */
  readonly path: string;
  readonly environment: Environment;
  readonly kind: RunKind;
  /** Given by the person: `--input name=value`. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly targets: ResolvedTargets;
}

/** What the parts of the planner share. */
export interface Planning extends PlanRequest {
  readonly values: readonly { readonly name: string; readonly value: string }[];
  readonly problem: (
    path: Parameters<typeof ProblemAt>[1],
    draft: Parameters<typeof ProblemAt>[2],
  ) => Problem;
}
