import type { Named } from '../plan/plan';
import { inputProblem } from './input';
import { readNames, stepTexts } from './names';
import type { Planning, PlanRequest } from './planning';
import type { Problem } from './problem';
import type { InputSpec } from './schema';
import { placedSteps } from './steps';
import { didYouMean } from './suggest';

/** The values of the inputs, sorted by name: given, or the default. Nothing is ever taken as "". */
export function planInputs(
  request: PlanRequest,
  problem: Planning['problem'],
): { values: Named[]; problems: Problem[] } {
  const specs = request.loaded.runbook.inputs ?? {};
  const values: Named[] = [];
  const problems = unknownInputs(request, problem);
  for (const [name, spec] of Object.entries(specs)) {
    const given = Object.hasOwn(request.inputs, name) ? request.inputs[name] : undefined;
    const value = given ?? (spec.default === undefined ? undefined : String(spec.default));
    const why = value === undefined ? null : inputProblem(spec, value);
    const at = ['inputs', name];
    if (value === undefined) problems.push(...missing(request, problem, name, spec));
    else if (why !== null) {
      problems.push(problem(at, { code: 'input', at: 'key', message: `input "${name}": ${why}` }));
    } else values.push({ name, value });
  }
  return { values: values.sort((a, b) => (a.name < b.name ? -1 : 1)), problems };
}

function unknownInputs({ loaded, inputs }: PlanRequest, problem: Planning['problem']): Problem[] {
  const known = Object.keys(loaded.runbook.inputs ?? {});
  return Object.keys(inputs)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const list = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`;
      const message = `the runbook has no input "${name}"; ${list}`;
      return problem(['inputs'], { code: 'input', at: 'key', message, suggestion: didYouMean(name, known) });
    });
}

function missing(
  request: PlanRequest,
  problem: Planning['problem'],
  name: string,
  spec: InputSpec,
): Problem[] {
  const at = ['inputs', name];
  const suggestion = `give it: --input ${name}=...`;
  if (spec.from !== undefined) {
    const message = `input "${name}" has no value: taking it from the channel "${spec.from.channel}" is not available in this version`;
    return [problem(at, { code: 'input', at: 'key', message, suggestion })];
  }
  if (spec.required !== false) {
    const title = spec.title === undefined ? '' : ` (${spec.title})`;
    const message = `input "${name}"${title} has no value`;
    return [problem(at, { code: 'input', at: 'key', message, suggestion })];
  }
  const reader = placedSteps(request.loaded.runbook).find(({ step, path }) =>
    stepTexts(step, path).some((text) => readNames(text).includes(name)),
  );
  if (reader === undefined) return [];
  const message = `input "${name}" has no value, and the step "${reader.step.id}" reads it`;
  return [problem(at, { code: 'no_value', at: 'key', message, suggestion })];
}
