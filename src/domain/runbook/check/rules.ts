import type { Problem } from '../problem';
import { type ExpectRule, RULES } from '../schema';
import { patternProblem } from '../series';
import type { Path } from '../source';
import type { PlacedStep } from '../steps';
import type { Context } from './context';

type Rule = (typeof RULES)[number];

/** Which rules make sense for which action. */
const FITS: Readonly<Record<string, readonly Rule[]>> = {
  run: ['exit', 'output', 'json', 'file', 'http'],
  local: ['exit', 'output', 'json', 'file', 'http'],
  http: ['status', 'output', 'json'],
  upload: ['file', 'http'],
};

/** Acceptance rules that can't be measured for their action, or say nothing. */
export const checkRules = (context: Context): Problem[] =>
  context.steps.flatMap((placed) => [
    ...listed(context, placed, placed.step.expect, [...placed.path, 'expect'], placed.action),
    ...listed(context, placed, placed.step.undo?.expect, [...placed.path, 'undo', 'expect'], 'run'),
  ]);

function listed(
  context: Context,
  { step }: PlacedStep,
  rules: readonly ExpectRule[] | undefined,
  path: Path,
  action: PlacedStep['action'],
): Problem[] {
  return (rules ?? []).flatMap((rule, index) => {
    const place = [...path, index];
    const name = RULES.find((key) => rule[key] !== undefined);
    if (name === undefined || action === null) return [];
    if (!(FITS[action] ?? []).includes(name)) {
      const message = `the rule "${name}" has nothing to look at in a step with "${action}"`;
      return [context.at([...place, name], { code: 'rule', at: 'key', message })];
    }
    return content(context, rule, place, step.local !== undefined);
  });
}

function content({ at }: Context, rule: ExpectRule, path: Path, local: boolean): Problem[] {
  const { output, json, file } = rule;
  const problem = (key: string, message: string) => [
    at([...path, key], { code: 'rule' as const, at: 'key' as const, message }),
  ];
  if (output !== undefined && output.contains === undefined && output.matches === undefined) {
    return problem('output', 'write "contains" or "matches"');
  }
  if (output?.matches !== undefined) {
    const why = patternProblem(output.matches);
    if (why !== null) return [at([...path, 'output', 'matches'], { code: 'pattern', message: why })];
  }
  if (json !== undefined && json.equals === undefined && json.min === undefined && json.max === undefined) {
    return problem('json', 'write "equals", "min" or "max"');
  }
  if (json?.min !== undefined && json.max !== undefined && json.min > json.max) {
    return problem('json', `min ${json.min} is above max ${json.max}`);
  }
  if (file !== undefined && file.min_size === undefined && file.sha256 === undefined) {
    const message = `only that the file exists is checked${local ? ' (in the workspace)' : ''}; an empty one passes`;
    return [at([...path, 'file'], { code: 'rule', at: 'key', message, severity: 'warning' })];
  }
  return [];
}
