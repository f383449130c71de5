/** The rollback sheet's facts: what would be undone, in order, on which host, with which command. */
import type { PlanStep } from '@domain/plan/plan';
import { composeRollback } from '@domain/run/compose-rollback';
import { findStep, type RunState } from '@domain/run/state';
import { type CommandView, commandOf, hostsOf } from './command-view';

export interface RollbackItem {
  readonly step: PlanStep;
  readonly command: CommandView;
  readonly hosts: readonly string[];
}

export interface RemainingChange {
  readonly step: PlanStep;
  readonly why: string;
}

export interface UnseenEnd {
  readonly step: PlanStep;
  readonly target: string | null;
}

export interface RollbackView {
  readonly undo: readonly RollbackItem[];
  readonly verify: readonly RollbackItem[];
  readonly remains: readonly RemainingChange[];
  /** Changes whose command may still be at work. */
  readonly mayStillRun: readonly UnseenEnd[];
}

export function rollbackView(state: RunState): RollbackView {
  const { steps, remains, mayStillRun } = composeRollback(state);
  const items = steps.map((step) => ({ step, command: commandOf(step), hosts: hostsOf(state, step) }));
  return {
    undo: items.filter(({ step }) => step.changes),
    verify: items.filter(({ step }) => !step.changes),
    mayStillRun: mayStillRun.flatMap(({ step, target }) => {
      const found = findStep(state, step);
      return found === undefined ? [] : [{ step: found.step, target }];
    }),
    remains: remains.flatMap(({ step, why }) => {
      const found = findStep(state, step);
      return found === undefined ? [] : [{ step: found.step, why }];
    }),
  };
}
