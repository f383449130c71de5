import type { Problem } from '../problem';
import { isChange, needsTarget, onNames, type PlacedStep } from '../steps';
import { didYouMean } from '../suggest';
import type { Context } from './context';

const NEEDS_EXPECT = new Set(['run', 'local', 'http']);
const NO_TARGET = new Set(['local', 'attest', 'ask', 'gate']);

export const checkSteps = (context: Context): Problem[] =>
  context.steps.flatMap((placed, index) => [
    ...acceptance(context, placed),
    ...wayBack(context, placed),
    ...targets(context, placed),
    ...rolloutSteps(context, placed, index),
  ]);

function acceptance({ at }: Context, { step, action, path }: PlacedStep): Problem[] {
  if (action === null || !NEEDS_EXPECT.has(action) || (step.expect ?? []).length > 0) return [];
  const rule = action === 'http' ? '{ status: 200 }' : '{ exit: 0 }';
  return [
    at([...path, 'id'], {
      code: 'no_acceptance',
      message: `the step "${step.id}" has no acceptance rule: nothing says when it has passed`,
      suggestion: `add for example expect: [ ${rule} ]`,
    }),
  ];
}

function wayBack({ at }: Context, { step, action, path }: PlacedStep): Problem[] {
  const problems: Problem[] = [];
  const back = step.undo !== undefined || step.rollout?.revert !== undefined;
  if (step.changes === true && !back && step.irreversible === undefined && action !== 'rollout') {
    problems.push(
      at([...path, 'changes'], {
        code: 'no_way_back',
        at: 'key',
        message: `the step "${step.id}" changes a target and can't be taken back`,
        suggestion: 'add "undo: { run: ... }", or "irreversible: why"',
      }),
    );
  }
  if (back && step.irreversible !== undefined) {
    const message = 'a step is either irreversible or has a way back, not both';
    problems.push(at([...path, 'irreversible'], { code: 'no_way_back', at: 'key', message }));
  }
  const aside = step.undo ?? step.irreversible;
  if (aside !== undefined && !isChange(step)) {
    const key = step.undo === undefined ? 'irreversible' : 'undo';
    const message = `"${key}" stands on a step that does not say "changes: true"`;
    problems.push(at([...path, key], { code: 'no_way_back', at: 'key', message }));
  }
  const method = step.http?.method ?? 'GET';
  if (method !== 'GET' && step.changes === undefined) {
    const message = `a ${method} request usually changes something; write changes: true or changes: false`;
    problems.push(at([...path, 'http'], { code: 'no_way_back', at: 'key', message, severity: 'warning' }));
  }
  return problems;
}

function targets({ at, loaded }: Context, { step, action, path }: PlacedStep): Problem[] {
  const known = Object.keys(loaded.runbook.targets ?? {});
  const names = onNames(step);
  if (names.length === 0 && needsTarget(action)) {
    const message = `the step "${step.id}" does not say where it runs`;
    const suggestion =
      known.length > 0 ? `add for example on: ${known[0]}` : 'declare "targets" and add "on"';
    return [at([...path, 'id'], { code: 'unknown_target', message, suggestion })];
  }
  if (action !== null && names.length > 0 && NO_TARGET.has(action)) {
    const message = `the action "${action}" touches no target`;
    return [
      at([...path, 'on'], { code: 'unknown_target', at: 'key', message, suggestion: 'take "on" away' }),
    ];
  }
  return names.flatMap((name, index) => {
    if (known.includes(name)) return [];
    const place = typeof step.on === 'string' ? [...path, 'on'] : [...path, 'on', index];
    const message = `"${name}" is not in targets`;
    return [at(place, { code: 'unknown_target', message, suggestion: didYouMean(name, known) })];
  });
}

function rolloutSteps({ at, steps }: Context, { step, path }: PlacedStep, index: number): Problem[] {
  const problems: Problem[] = [];
  if (step.rollout !== undefined && step.changes === false) {
    const message = 'a rollout changes its targets; it can not say changes: false';
    problems.push(at([...path, 'changes'], { code: 'rollout', message }));
  }
  const watching = step.rollout ?? step.observe;
  const key = step.rollout === undefined ? 'observe' : 'rollout';
  if (watching?.on_fail === 'rollback' && !steps.slice(0, index + 1).some(({ step: s }) => hasUndo(s))) {
    const message = 'on_fail: rollback, but no step up to here can be undone';
    problems.push(at([...path, key, 'on_fail'], { code: 'rollout', message }));
  }
  const weights = step.rollout?.stages.map((s) => s.weight) ?? [];
  const falls = weights.findIndex((weight, i) => i > 0 && weight <= (weights[i - 1] as number));
  if (falls > 0) {
    const message = `the weight ${weights[falls]} does not rise above ${weights[falls - 1]}`;
    problems.push(at([...path, 'rollout', 'stages', falls, 'weight'], { code: 'rollout', message }));
  }
  return problems;
}

const hasUndo = (step: PlacedStep['step']) => step.undo !== undefined || step.rollout?.revert !== undefined;
