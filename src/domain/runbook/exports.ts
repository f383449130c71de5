import { fail, ok, type Result } from '../kernel/result';
import type { Exported, Named, PlanStep, RunPlan } from '../plan/plan';
import { fillTemplate } from './template';

export type RunMode = 'forward' | 'rollback';

/** The ids in every event of a run. */
export interface RunIds {
  readonly run_id: string;
  readonly correlation_id: string;
  readonly release_candidate_id: string;
}

export interface ExportRequest {
  readonly plan: RunPlan;
  readonly step: PlanStep;
  /** The target it runs on; null for steps without one. */
  readonly target: string | null;
  readonly mode: RunMode;
  readonly ids: RunIds;
  /** What earlier steps set, oldest first; a later value of the same name wins. */
  readonly values: readonly Named[];
  /** Of this call only, e.g. `weight` for a stage. Wins over everything but the built-ins. */
  readonly extra?: readonly Named[];
}

export const BUILT_INS = [
  'HOLDPOINT_RUN_ID',
  'HOLDPOINT_CORRELATION_ID',
  'HOLDPOINT_RELEASE_CANDIDATE_ID',
  'HOLDPOINT_STEP',
  'HOLDPOINT_MODE',
] as const;
/** Set by whoever runs the script: the file for `name=value` lines. */
export const OUTPUT_VARIABLE = 'HOLDPOINT_OUTPUT';

/**
 * The environment of a step's script, and the names its templates can read: target variables, inputs, values of
 * earlier steps, built-ins. Sorted by name, each name once. Secrets are not in it. Codes: `unknown_target`,
 * `bad_value` (a value holds NUL, which no environment can carry).
 */
export function stepExports(request: ExportRequest): Result<Exported[]> {
  const { plan, target } = request;
  const found = plan.targets.find((t) => t.name === target);
  if (target !== null && found === undefined) {
    return fail('unknown_target', `the plan has no target "${target}"`, { target });
  }
  const all = new Map<string, string>();
  // Inputs after outputs: what a person chose can't be changed by what a target printed.
  const groups = [found?.vars ?? [], request.values, plan.inputs, request.extra ?? [], builtIns(request)];
  for (const { name, value } of groups.flat()) all.set(name, value);
  const broken = [...all].filter(([, value]) => value.includes('\0')).map(([name]) => name);
  if (broken.length > 0) {
    const names = broken.join(', ');
    return fail('bad_value', `the value of ${names} holds a NUL character`, { names });
  }
  return ok([...all].map(([name, value]) => ({ name, value })).sort(byName));
}

const byName = (a: Exported, b: Exported) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

function builtIns({ ids, step, mode }: ExportRequest): Exported[] {
  return [
    { name: 'HOLDPOINT_RUN_ID', value: ids.run_id },
    { name: 'HOLDPOINT_CORRELATION_ID', value: ids.correlation_id },
    { name: 'HOLDPOINT_RELEASE_CANDIDATE_ID', value: ids.release_candidate_id },
    { name: 'HOLDPOINT_STEP', value: step.id },
    { name: 'HOLDPOINT_MODE', value: mode },
  ];
}

/** Names of `step.needs` that have no value yet: the step is blocked on these. */
export function missingNames(step: PlanStep, values: readonly Named[]): string[] {
  const known = new Set(values.map((v) => v.name));
  return step.needs.filter((name) => !known.has(name));
}

/**
 * Fills a step's `produces` once its script has run; `values` holds the step's exports and its output lines. Do it
 * before `expect` is looked at: rules may read what the step produces.
 */
export function producedValues(step: PlanStep, values: readonly Named[]): Result<Named[]> {
  const known = [...values];
  const produced: Named[] = [];
  for (const { name, value } of step.produces) {
    const filled = fillTemplate(value, known);
    if (!filled.ok) return filled;
    produced.push({ name, value: filled.value });
    known.push({ name, value: filled.value });
  }
  return ok(produced);
}
