import { assertNever } from '../kernel/assert-never';
import type { Action, PlanStep } from '../plan/plan';
import { readNames, stepSets, stepTexts } from './names';
import { planExpect } from './plan-expect';
import { localText, milliseconds } from './plan-values';
import type { Planning } from './planning';
import type { Problem } from './problem';
import type { ActionName, Step } from './schema';
import { isChange, onNames, type PlacedStep, placedSteps } from './steps';

const DEFAULT_TIMEOUT = '10m';

/** The steps as they will run. A step with an action that is not built yet is left out: the linter refuses it. */
export function planSteps(planning: Planning): { steps: PlanStep[]; problems: Problem[] } {
  const placed = placedSteps(planning.loaded.runbook);
  const steps: PlanStep[] = [];
  const earlier = new Set<string>();
  for (const one of placed) {
    if (one.action !== null) steps.push(planStep(planning, one, one.action, earlier));
    for (const name of stepSets(one.step)) earlier.add(name);
  }
  return { steps, problems: placed.flatMap((one) => manyValues(planning, one)) };
}

function planStep(planning: Planning, placed: PlacedStep, type: ActionName, earlier: Set<string>): PlanStep {
  const { step, phase } = placed;
  const exits = type === 'run' || type === 'local';
  const { undo } = step;
  const script = undo?.run ?? step.rollout?.revert?.run;
  return {
    id: step.id,
    phase,
    title: localText(step.title ?? step.id),
    action: planAction(step, type),
    targets: stepTargets(planning, step),
    changes: isChange(step),
    expect: planExpect(step.expect, exits),
    timeout_ms: milliseconds(step.timeout ?? DEFAULT_TIMEOUT),
    produces: Object.entries(step.produces ?? {}).map(([name, value]) => ({ name, value })),
    needs: needs(planning, placed, earlier),
    done_when: step.done_when ?? null,
    undo: script === undefined ? null : { script, expect: planExpect(undo?.expect, true) },
    irreversible: step.irreversible ?? null,
  };
}

function planAction(step: Step, type: ActionName): Action {
  switch (type) {
    case 'run':
      return { type, script: must(step.run) };
    case 'local':
      return { type, script: must(step.local) };
    case 'upload': {
      const { from, to, sha256 } = must(step.upload);
      return { type, from, to, sha256: typeof sha256 === 'string' ? sha256 : null };
    }
    case 'http': {
      const { method, url, body } = must(step.http);
      return { type, method: method ?? 'GET', url, body: body ?? null };
    }
    case 'attest': {
      const { role, text } = must(step.attest);
      return { type, role, text: localText(text) };
    }
    case 'ask': {
      const { question, into } = must(step.ask);
      return { type, question: localText(question), into };
    }
    case 'gate': {
      const { board, text } = must(step.gate);
      return { type, board, text: text === undefined ? null : localText(text) };
    }
    case 'observe': {
      const { hold, watch, on_fail } = must(step.observe);
      return { type, hold_ms: milliseconds(hold), watch, on_fail };
    }
    case 'rollout':
      return planRollout(must(step.rollout));
    default:
      return assertNever(type, 'action');
  }
}

function planRollout({ stages, apply, revert, watch, on_fail }: NonNullable<Step['rollout']>): Action {
  return {
    type: 'rollout',
    stages: stages.map(({ weight, hold }) => ({ weight, hold_ms: milliseconds(hold) })),
    apply: apply.run,
    revert: revert?.run ?? null,
    watch,
    on_fail,
  };
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the action of a step is missing');
  return value;
}

/** The machines of a step, each once, in the order of `on`. */
export const stepTargets = ({ targets }: Planning, step: Step): string[] => [
  ...new Set(onNames(step).flatMap((name) => targets.members[name] ?? [])),
];

/** Names only an earlier step sets; also those its undo reads, so that a step never starts that can't be undone. */
function needs(planning: Planning, { step, path }: PlacedStep, earlier: ReadonlySet<string>): string[] {
  const vars = planning.targets.targets
    .filter((t) => stepTargets(planning, step).includes(t.name))
    .flatMap((t) => t.vars.map((v) => v.name));
  const given = new Set([...planning.values.map((v) => v.name), ...vars]);
  const own = new Set(stepSets(step));
  const read = stepTexts(step, path).flatMap((text) =>
    readNames(text).filter((name) => text.moment === 'start' || !own.has(name)),
  );
  return [...new Set(read)].filter((name) => earlier.has(name) && !given.has(name)).sort();
}

/** A value has one holder: two machines that set the same name would overwrite each other. */
function manyValues(planning: Planning, { step, path }: PlacedStep): Problem[] {
  const sets = stepSets(step);
  const machines = stepTargets(planning, step);
  if (sets.length === 0 || machines.length < 2) return [];
  const message = `${machines.length} targets (${machines.join(', ')}) would each set ${sets.join(', ')}; a value comes from one target`;
  return [planning.problem([...path, 'on'], { code: 'target', at: 'key', message })];
}
