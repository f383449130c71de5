import type { Problem } from '../problem';
import type { Path } from '../source';
import { laterAction } from '../steps';
import type { Context } from './context';

/** What the format knows and this version does not do. An error, so that no one thinks it was done. */
export function checkLater(context: Context): Problem[] {
  const { runbook } = context.loaded;
  const found: [Path, string][] = [];
  const add = (value: unknown, path: Path, what: string) => {
    if (value !== undefined) found.push([path, what]);
  };
  add(runbook.policy, ['policy'], '"policy"');
  add(runbook.profiles, ['profiles'], '"profiles"');
  for (const [name, secret] of Object.entries(runbook.secrets ?? {})) {
    const later = secret.from === 'keychain' || secret.from === 'prompt';
    if (later) add(true, ['secrets', name, 'from'], `the source "${secret.from}"`);
  }
  for (const [name, metric] of Object.entries(runbook.metrics ?? {})) {
    add(metric.worse_than_baseline, ['metrics', name, 'worse_than_baseline'], '"worse_than_baseline"');
  }
  laterInRollback(context, add);
  laterInSteps(context, add);
  return found.map(([path, what]) =>
    context.at(path, {
      code: 'not_available',
      at: 'key',
      message: `${what} is not available in this version`,
    }),
  );
}

type Add = (value: unknown, path: Path, what: string) => void;

function laterInRollback({ loaded }: Context, add: Add): void {
  const { rollback } = loaded.runbook;
  if (Array.isArray(rollback?.plan)) add(true, ['rollback', 'plan'], 'a list of rollback phases');
  rollback?.triggers?.forEach((trigger, i) => {
    add(trigger.severity, ['rollback', 'triggers', i, 'severity'], 'the trigger "severity"');
  });
}

function laterInSteps({ steps }: Context, add: Add): void {
  for (const { step, path } of steps) {
    const action = laterAction(step);
    if (action !== undefined) add(true, [...path, action], `the action "${action}"`);
    add(step.keep, [...path, 'keep'], '"keep"');
    add(step.when, [...path, 'when'], '"when"');
    add(step.gate?.signoffs, [...path, 'gate', 'signoffs'], '"signoffs"');
    const { strategy } = step;
    if (strategy === 'parallel') add(true, [...path, 'strategy'], 'the strategy "parallel"');
    if (typeof strategy === 'object' && strategy.rolling !== 1) {
      add(true, [...path, 'strategy', 'rolling'], 'rolling with more than 1 host at a time');
    }
    if (typeof step.upload?.sha256 === 'object') {
      add(true, [...path, 'upload', 'sha256', 'file'], 'a digest from a file');
    }
    step.rollout?.stages.forEach((stage, i) => {
      add(stage.or_until, [...path, 'rollout', 'stages', i, 'or_until'], '"or_until"');
    });
    step.expect?.forEach((rule, i) => {
      add(rule.file?.shrink_at_most, [...path, 'expect', i, 'file', 'shrink_at_most'], '"shrink_at_most"');
    });
    step.undo?.expect?.forEach((rule, i) => {
      const at = [...path, 'undo', 'expect', i, 'file', 'shrink_at_most'];
      add(rule.file?.shrink_at_most, at, '"shrink_at_most"');
    });
  }
}
