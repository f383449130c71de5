/** The way back, made from what really ran: reverse order, per target, half-done steps included. */
import type { PlanStep } from '../plan/plan';
import { UNDO_PREFIX } from './changes';
import type { RunState, StepState } from './state';

export interface RollbackPlan {
  readonly steps: readonly PlanStep[];
  /** Changes that ran and can't be taken back, with the reason the runbook gives. */
  readonly remains: readonly { readonly step: string; readonly why: string }[];
  /**
   * Changes that run now or whose end nobody saw: their command may still be at work on the target while they are
   * taken back. A person should look first.
   */
  readonly mayStillRun: readonly { readonly step: string; readonly target: string | null }[];
}

/** Targets on which a step began, whatever came of it: a half-done change is taken back too. */
const touched = (step: StepState): readonly string[] =>
  step.targets.flatMap((t) => (t.attempt > 0 && t.target !== null ? [t.target] : []));

const ran = (step: StepState): boolean => step.step.changes && step.targets.some((t) => t.attempt > 0);

const endUnseen = ({ status }: StepState['targets'][number]): boolean =>
  status === 'running' || status === 'unknown';

/** What a rollback would do if it began now. Pure; the window shows it before the key is pressed. */
export function composeRollback(state: RunState): RollbackPlan {
  const changed = [...state.steps].reverse().filter(ran);
  const undo = changed.flatMap((s) => undoOf(s));
  const verify = state.steps
    // A change is never made again to verify that it was taken back.
    .filter((s) => state.plan.rollback.verify.includes(s.step.phase) && !s.step.changes)
    .map((s) => verifyStep(s.step));
  return {
    steps: undo.length === 0 ? [] : [...undo, ...verify, ...watchAfter(state)],
    remains: changed
      .filter((s) => undoOf(s).length === 0)
      .map((s) => ({ step: s.step.id, why: s.step.irreversible ?? 'the runbook gives no undo' })),
    mayStillRun: changed.flatMap((s) =>
      s.targets.filter(endUnseen).map((t) => ({ step: s.step.id, target: t.target })),
    ),
  };
}

/** Whether a rollback could begin now: none has, and something ran that can be taken back. */
export const canRollBack = (state: RunState): boolean =>
  state.rollback === null && composeRollback(state).steps.length > 0;

function undoOf(state: StepState): readonly PlanStep[] {
  const { step } = state;
  const own = step.action.type === 'rollout' ? step.action.revert : null;
  const script = own ?? step.undo?.script ?? null;
  if (script === null) return [];
  return [
    {
      ...step,
      id: `${UNDO_PREFIX}${step.id}`,
      phase: 'rollback',
      title: {
        en: `Take back: ${step.title.en}`,
        zh_cn: `撤回：${step.title.zh_cn ?? step.title.en}`,
      },
      // A step without a target ran on this machine, and so does what takes it back.
      action: step.targets.length === 0 ? { type: 'local', script } : { type: 'run', script },
      targets: [...touched(state)],
      changes: true,
      expect: step.undo?.expect ?? [{ rule: 'exit', equals: 0 }],
      produces: [],
      needs: ownNames(step.produces, script),
      done_when: null,
      undo: null,
      irreversible: null,
    },
  ];
}

/** Values of the step itself that its undo reads: a half-done step has not set them, and `rm -rf "$dir/"` must not run. */
const ownNames = (produces: PlanStep['produces'], script: string): string[] =>
  produces.map((p) => p.name).filter((name) => new RegExp(`\\$\\{?${name}\\b`).test(script));

const verifyStep = (step: PlanStep): PlanStep => ({
  ...step,
  id: `verify.${step.id}`,
  phase: 'rollback',
  title: { en: `Verify: ${step.title.en}`, zh_cn: `验证：${step.title.zh_cn ?? step.title.en}` },
  undo: null,
  produces: [],
});

function watchAfter({ plan }: RunState): readonly PlanStep[] {
  const { watch_ms: hold, watch } = plan.rollback;
  if (hold === null || watch.length === 0) return [];
  return [
    {
      id: 'watch.rollback',
      phase: 'rollback',
      title: { en: 'Watch after the rollback', zh_cn: '回滚后观察' },
      action: { type: 'observe', hold_ms: hold, watch: [...watch], on_fail: 'ask' },
      targets: [],
      changes: false,
      expect: [],
      timeout_ms: hold,
      produces: [],
      needs: [],
      done_when: null,
      undo: null,
      irreversible: null,
    },
  ];
}
