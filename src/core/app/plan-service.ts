/** From a runbook file and inputs to a frozen plan, or to every problem that stands in the way. */
import { resolve } from 'node:path';
import type { Result } from '@domain/kernel/result';
import type { RunKind, RunPlan } from '@domain/plan/plan';
import { makePlan } from '@domain/runbook/plan';
import type { Environment } from '@domain/runbook/planning';
import type { Problem } from '@domain/runbook/problem';
import { fileProblem } from '@domain/runbook/source';
import { type PracticeTargets, resolveTargets } from '../workspace/resolve-targets';
import type { Workspace } from '../workspace/workspace';

export interface PlanInput {
  /** Absolute, or relative to the workspace. */
  readonly path: string;
  readonly environment: string;
  readonly kind: RunKind;
  readonly inputs: Readonly<Record<string, string>>;
}

const ENVIRONMENTS: readonly Environment[] = ['practice', 'staging', 'production'];

export async function planRun(
  workspace: Workspace,
  input: PlanInput,
  practice: PracticeTargets,
): Promise<Result<RunPlan, Problem[]>> {
  const file = await workspace.runbook(resolve(workspace.folder, input.path));
  if (!file.ok) return file;
  const environment = ENVIRONMENTS.find((e) => e === input.environment);
  const refuse = (message: string): Result<RunPlan, Problem[]> => ({
    ok: false,
    error: [fileProblem(file.value.path, 'no_value', message)],
  });
  if (environment === undefined)
    return refuse(`there is no environment "${input.environment}"; expected ${ENVIRONMENTS.join(', ')}`);
  const inventory = await workspace.inventory();
  if (!inventory.ok) return inventory;
  const { loaded, sha256, path } = file.value;
  const targets = await resolveTargets(inventory.value, environment, loaded.runbook.targets ?? {}, practice);
  if (!targets.ok) return refuse(targets.error.message);
  return makePlan({
    loaded,
    sha256,
    path,
    environment,
    kind: input.kind,
    inputs: input.inputs,
    targets: targets.value,
  });
}
