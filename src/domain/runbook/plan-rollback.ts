import type { RunPlan } from '../plan/plan';
import { milliseconds } from './plan-values';
import type { Planning } from './planning';
import type { Problem } from './problem';

/** What happens after the undo steps. Without a list, everything the runbook watches is watched again. */
export function planRollback(planning: Planning): { rollback: RunPlan['rollback']; problems: Problem[] } {
  const { rollback, phases, metrics = {} } = planning.loaded.runbook;
  const watch = rollback?.watch;
  const hold = typeof watch === 'string' ? watch : watch?.hold;
  const listed = typeof watch === 'object' ? watch.metrics : undefined;
  const used = phases.flatMap((p) => p.steps.flatMap((s) => (s.rollout ?? s.observe)?.watch ?? []));
  const ids = listed ?? [...new Set(used)].filter((id) => Object.hasOwn(metrics, id));
  const nothing = hold !== undefined && ids.length === 0;
  const message = 'nothing to watch after a rollback: name metrics';
  return {
    rollback: {
      verify: rollback?.verify ?? [],
      watch_ms: hold === undefined ? null : milliseconds(hold),
      watch: hold === undefined ? [] : ids,
    },
    problems: nothing ? [planning.problem(['rollback', 'watch'], { code: 'unknown_metric', message })] : [],
  };
}
