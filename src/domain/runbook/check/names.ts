import { BUILT_INS, OUTPUT_VARIABLE } from '../exports';
import { readNames, type StepText, stepSets, stepTexts } from '../names';
import type { Problem } from '../problem';
import { needsTarget, onNames, type PlacedStep } from '../steps';
import { didYouMean } from '../suggest';
import { brokenTemplate, dollarNames, templateNames } from '../template';
import type { Context } from './context';

/** Names that no one sets, secrets where they would be seen, `$name` where only `${name}` is replaced. */
export function checkNames(context: Context): Problem[] {
  const { runbook } = context.loaded;
  const secrets = Object.keys(runbook.secrets ?? {});
  const problems: Problem[] = [];
  const known = new Set(Object.keys(runbook.inputs ?? {}));
  for (const placed of context.steps) {
    const sets = stepSets(placed.step);
    const scope = { before: known, own: sets, secrets, ...targetScope(context, placed) };
    for (const text of stepTexts(placed.step, placed.path)) {
      problems.push(...textProblems(context, placed, text, scope));
    }
    for (const name of sets) known.add(name);
  }
  return [...problems, ...metricTexts(context, secrets), ...clashes(context)];
}

interface Scope {
  readonly before: ReadonlySet<string>;
  readonly own: readonly string[];
  readonly secrets: readonly string[];
  /** What the targets of the step bring. */
  readonly vars: readonly string[];
  /** False when the targets may bring more than is known here. */
  readonly complete: boolean;
  /** True when the step's targets are missing or unknown, which is said elsewhere. */
  readonly nowhere: boolean;
}

function targetScope(
  { loaded, targetVars }: Context,
  { step, action }: PlacedStep,
): Pick<Scope, 'vars' | 'complete' | 'nowhere'> {
  const declared = loaded.runbook.targets ?? {};
  const lists = onNames(step).map((name) => targetVars?.[name] ?? declared[name]?.vars);
  const first = lists[0] ?? [];
  return {
    vars: first.filter((name) => lists.every((list) => list?.includes(name))),
    complete: lists.every((list) => list !== undefined),
    nowhere:
      (lists.length === 0 && needsTarget(action)) ||
      onNames(step).some((name) => declared[name] === undefined),
  };
}

function textProblems(context: Context, placed: PlacedStep, text: StepText, scope: Scope): Problem[] {
  const visible = [
    ...scope.before,
    ...scope.vars,
    ...BUILT_INS,
    ...text.extra,
    ...(text.moment === 'start' ? [] : scope.own),
    ...(text.shell ? [...scope.secrets, OUTPUT_VARIABLE] : []),
  ];
  const unknown = readNames(text).filter((name) => !visible.includes(name));
  return [
    ...(text.shell ? [] : templateProblems(context, text, visible, scope.secrets)),
    ...unknown
      .filter((name) => text.shell || !scope.secrets.includes(name))
      .filter((name) => !scope.nowhere || name.startsWith('HOLDPOINT_'))
      .map((name) => unknownName(context, placed, text, name, visible, scope.complete)),
    ...selfUndo(context, text, scope),
  ];
}

function unknownName(
  context: Context,
  { step, path }: PlacedStep,
  text: StepText,
  name: string,
  visible: readonly string[],
  complete: boolean,
): Problem {
  // Names of earlier steps are visible, so whoever sets it is this step or comes later.
  const setter = context.lastSetter.get(name);
  const later = setter === undefined ? undefined : context.steps[setter];
  const where =
    later === undefined
      ? ''
      : `; ${later.step === step ? 'this step' : `the step "${later.step.id}"`} sets it, and comes later`;
  const settled = complete || later !== undefined || name.startsWith('HOLDPOINT_');
  const source = settled
    ? `no input, target or earlier step sets "${name}"${where}`
    : `nothing in this file sets "${name}": the target's "vars" must`;
  const unset = text.shell && settled ? `, or write \${${name}-} if it may be unset` : '';
  const guess = didYouMean(name, visible);
  return context.at(text.path.length > 0 ? text.path : path, {
    code: 'unknown_name',
    severity: settled ? 'error' : 'warning',
    message: source,
    suggestion: guess ?? (unset === '' ? undefined : `declare it${unset}`),
  });
}

function templateProblems(
  context: Context,
  { text, path }: StepText,
  visible: readonly string[],
  secrets: readonly string[],
): Problem[] {
  const broken = brokenTemplate(text);
  const problems: Problem[] = [];
  if (broken !== null) {
    const message = `"${broken.slice(0, 40)}" is no \${name}`;
    problems.push(context.at(path, { code: 'template', message }));
  }
  for (const name of new Set(dollarNames(text))) {
    if (!visible.includes(name) && !secrets.includes(name)) continue;
    const message = `this field is not shell: "$${name}" stays as it is`;
    problems.push(context.at(path, { code: 'template', message, suggestion: `write \${${name}}` }));
  }
  for (const name of templateNames(text).filter((n) => secrets.includes(n))) {
    const message = `the secret "${name}" would be seen here; only shell text can read a secret`;
    problems.push(context.at(path, { code: 'secret_in_template', message }));
  }
  return problems;
}

function selfUndo(context: Context, text: StepText, scope: Scope): Problem[] {
  if (text.moment !== 'undo') return [];
  const own = readNames(text).filter(
    (n) => scope.own.includes(n) && !scope.before.has(n) && !scope.vars.includes(n),
  );
  return own.map((name) =>
    context.at(text.path, {
      code: 'unknown_name',
      severity: 'warning',
      message: `the undo reads "${name}", which the step itself sets: after half a step there is no value`,
    }),
  );
}

/** Addresses of metrics are filled when the plan is made: from inputs and from the variables of `via`. */
function metricTexts(context: Context, secrets: readonly string[]): Problem[] {
  const { runbook } = context.loaded;
  return Object.entries(runbook.metrics ?? {}).flatMap(([name, { from }]) =>
    Object.entries(from).flatMap(([kind, source]) => {
      const url = source?.url;
      if (source === undefined || url === undefined) return [];
      const path = ['metrics', name, 'from', kind, 'url'];
      const vars = source.via === undefined ? [] : varsOf(context, source.via);
      const visible = [...Object.keys(runbook.inputs ?? {}), ...(vars ?? [])];
      const problems = templateProblems(context, metricText(url, path), visible, secrets);
      const unknown = templateNames(url).filter((n) => !visible.includes(n) && !secrets.includes(n));
      return [
        ...problems,
        ...unknown.map((n) =>
          context.at(path, {
            code: 'unknown_name',
            severity: vars === undefined ? 'warning' : 'error',
            message: `no input and no variable of "via" is called "${n}"`,
            suggestion: didYouMean(n, visible),
          }),
        ),
      ];
    }),
  );
}

const metricText = (text: string, path: StepText['path']): StepText => ({
  text,
  path,
  shell: false,
  moment: 'start',
  extra: [],
});
const varsOf = ({ targetVars, loaded }: Context, name: string) =>
  targetVars?.[name] ?? loaded.runbook.targets?.[name]?.vars;

/** A step that sets a name which an input or a secret already has would change it silently. */
function clashes(context: Context): Problem[] {
  const { inputs = {}, secrets = {} } = context.loaded.runbook;
  return context.steps.flatMap(({ step, path }) =>
    stepSets(step)
      .filter((name) => Object.hasOwn(inputs, name) || Object.hasOwn(secrets, name))
      .map((name) => {
        const message = `the step "${step.id}" sets "${name}", which is an input or a secret`;
        return context.at([...path, 'id'], { code: 'duplicate_id', message });
      }),
  );
}
