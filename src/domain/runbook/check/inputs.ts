import { inputProblem } from '../input';
import type { Problem } from '../problem';
import type { Context } from './context';

/** Inputs whose own description contradicts itself, targets that name nothing, names given twice. */
export function checkInputs(context: Context): Problem[] {
  const { runbook } = context.loaded;
  const problems: Problem[] = [];
  for (const [name, spec] of Object.entries(runbook.inputs ?? {})) {
    const path = ['inputs', name];
    if (spec.type === 'enum' && spec.values === undefined) {
      problems.push(context.at(path, { code: 'missing_key', at: 'key', message: 'an enum needs "values"' }));
    } else if (spec.default !== undefined) {
      const why = inputProblem(spec, String(spec.default));
      if (why !== null) problems.push(context.at([...path, 'default'], { code: 'bad_value', message: why }));
    }
    if (runbook.secrets?.[name] !== undefined) {
      const message = `"${name}" is an input and a secret`;
      problems.push(context.at(['secrets', name], { code: 'duplicate_id', at: 'key', message }));
    }
  }
  return [...problems, ...checkSecrets(context), ...checkTargets(context)];
}

function checkSecrets(context: Context): Problem[] {
  return Object.entries(context.loaded.runbook.secrets ?? {}).flatMap(([name, secret]) => {
    if (secret.from !== 'command' || secret.run !== undefined) return [];
    const message = 'a secret from a command needs "run"';
    return [context.at(['secrets', name], { code: 'missing_key', at: 'key', message })];
  });
}

function checkTargets(context: Context): Problem[] {
  return Object.entries(context.loaded.runbook.targets ?? {}).flatMap(([name, target]) => {
    if ((target.group === undefined) !== (target.target === undefined)) return [];
    const message = 'write either "group" (all its targets) or "target" (one by name)';
    return [context.at(['targets', name], { code: 'target', at: 'key', message })];
  });
}
