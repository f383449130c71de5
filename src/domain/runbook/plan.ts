import type { Result } from '../kernel/result';
import { type RunKind, type RunPlan, runPlan } from '../plan/plan';
import { checkRunbook, type TargetVars } from './check';
import { planInputs } from './plan-inputs';
import { planMetrics } from './plan-metrics';
import { planRollback } from './plan-rollback';
import { planSteps } from './plan-steps';
import { localText } from './plan-values';
import type { Environment, Planning, PlanRequest } from './planning';
import { isError, type Problem, sortProblems } from './problem';
import { problemAt } from './source';

/**
 * Runbook + inputs + machines to the frozen plan of a run, or everything that stands in the way: all errors of
 * `checkRunbook`, missing or wrong inputs, machines that are missing.
 */
export function makePlan(request: PlanRequest): Result<RunPlan, Problem[]> {
  const { loaded } = request;
  const problem: Planning['problem'] = (path, draft) => problemAt(loaded.source, path, draft);
  const inputs = planInputs(request, problem);
  const planning: Planning = { ...request, values: inputs.values, problem };
  const steps = planSteps(planning);
  const metrics = planMetrics(planning);
  const rollback = planRollback(planning);
  const problems = [
    ...kindProblems(request, problem),
    ...memberProblems(request, problem),
    ...checkRunbook(loaded, targetVars(request)).filter(isError),
    ...inputs.problems,
    ...steps.problems,
    ...metrics.problems,
    ...rollback.problems,
  ];
  if (problems.length > 0) return { ok: false, error: unique(sortProblems(problems)) };
  const { runbook } = loaded;
  // Parsed once more: a plan that the ledger would refuse is a bug here, and must not start a run.
  return {
    ok: true,
    value: runPlan.parse({
      v: 1,
      runbook: {
        id: runbook.id,
        path: request.path,
        sha256: request.sha256,
        title: localText(runbook.title),
      },
      environment: request.environment,
      kind: request.kind,
      inputs: inputs.values,
      secrets: Object.keys(runbook.secrets ?? {}).sort(),
      targets: request.targets.targets,
      steps: steps.steps,
      metrics: metrics.metrics,
      rollback: rollback.rollback,
    }),
  };
}

/** The variables every machine of a name has; the names without machines are left out. */
export function targetVars({ targets }: Pick<PlanRequest, 'targets'>): TargetVars {
  const entries = Object.entries(targets.members).map(([name, members]): [string, string[]] => {
    const lists = members.map(
      (m) => targets.targets.find((t) => t.name === m)?.vars.map((v) => v.name) ?? [],
    );
    return [name, (lists[0] ?? []).filter((v) => lists.every((list) => list.includes(v)))];
  });
  return Object.fromEntries(entries);
}

/** Live is for staging and production, a drill never touches production, practice is only practice. */
const KINDS: Readonly<Record<Environment, readonly RunKind[]>> = {
  practice: ['practice', 'drill'],
  staging: ['live', 'drill'],
  production: ['live'],
};

function kindProblems({ environment, kind }: PlanRequest, problem: Planning['problem']): Problem[] {
  if (KINDS[environment].includes(kind)) return [];
  const message = `a run of kind "${kind}" can't be made in ${environment}; expected ${KINDS[environment].join(' or ')}`;
  return [problem([], { code: 'environment', message })];
}

function memberProblems({ loaded, targets }: PlanRequest, problem: Planning['problem']): Problem[] {
  return Object.entries(loaded.runbook.targets ?? {}).flatMap(([name, spec]) => {
    const members = targets.members[name] ?? [];
    const path = ['targets', name];
    if (members.length === 0) {
      const what = spec.target === undefined ? `the group "${spec.group}"` : `"${spec.target}"`;
      const message = `${what} names no target of this environment`;
      return [problem(path, { code: 'target', at: 'key', message })];
    }
    const wrong = spec.exactly !== undefined && members.length !== spec.exactly;
    const message = `expected exactly ${spec.exactly} target(s), found ${members.length}: ${members.join(', ')}`;
    const missing = (spec.vars ?? []).filter((v) => !(targetVars({ targets })[name] ?? []).includes(v));
    return [
      ...(wrong ? [problem([...path, 'exactly'], { code: 'target', message })] : []),
      ...missing.map((v) =>
        problem([...path, 'vars'], {
          code: 'target',
          message: `not every target of "${name}" has the variable "${v}"`,
        }),
      ),
    ];
  });
}

function unique(problems: readonly Problem[]): Problem[] {
  const key = (p: Problem) => `${p.line}:${p.column}:${p.message}`;
  return [...new Map(problems.map((p) => [key(p), p])).values()];
}
