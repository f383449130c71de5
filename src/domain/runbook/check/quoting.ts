import { stepSets, stepTexts } from '../names';
import type { Problem } from '../problem';
import { scanShell } from '../shell';
import { onNames } from '../steps';
import type { Context } from './context';

/** `$name` without quotes is split at spaces and expanded by the shell. A warning: some want that. */
export function checkQuoting(context: Context): Problem[] {
  const { inputs = {}, secrets = {}, targets = {} } = context.loaded.runbook;
  const ours = new Set([...Object.keys(inputs), ...Object.keys(secrets)]);
  for (const { step } of context.steps) for (const name of stepSets(step)) ours.add(name);
  return context.steps.flatMap(({ step, path }) => {
    const vars = onNames(step).flatMap((n) => context.targetVars?.[n] ?? targets[n]?.vars ?? []);
    return stepTexts(step, path)
      .filter((text) => text.shell)
      .flatMap((text) => {
        const bare = scanShell(text.text)
          .reads.filter((read) => !read.quoted)
          .map((read) => read.name);
        const names = [...new Set(bare)].filter((n) => ours.has(n) || vars.includes(n) || n === 'weight');
        return names.map((name) =>
          context.at(text.path, {
            code: 'unquoted',
            severity: 'warning',
            message: `$${name} stands without quotes: a space or a * in its value would be taken apart`,
            suggestion: `write "$${name}"`,
          }),
        );
      });
  });
}
