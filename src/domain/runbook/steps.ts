/** The steps of a runbook in the order they run, each with its place in the file and its one action. */
import type { PhaseKind } from '../plan/plan';
import { ACTIONS, type ActionName, LATER_ACTIONS, type Runbook, type Step } from './schema';
import type { Path } from './source';

export interface PlacedStep {
  readonly step: Step;
  readonly phase: PhaseKind;
  readonly path: Path;
  /** Null for an action that is not built yet. */
  readonly action: ActionName | null;
}

export function placedSteps(runbook: Runbook): PlacedStep[] {
  return runbook.phases.flatMap((phase, p) =>
    phase.steps.map((step, s) => ({
      step,
      phase: phase.kind,
      path: ['phases', p, 'steps', s],
      action: ACTIONS.find((name) => step[name] !== undefined) ?? null,
    })),
  );
}

export const laterAction = (step: Step) => LATER_ACTIONS.find((name) => step[name] !== undefined);

/** The names from `targets` a step runs on, in order. */
export const onNames = (step: Step): readonly string[] =>
  step.on === undefined ? [] : typeof step.on === 'string' ? [step.on] : step.on;

/** Whether it alters a target: said so, or a rollout. */
export const isChange = (step: Step): boolean => step.changes === true || step.rollout !== undefined;

const TARGETED: readonly (ActionName | null)[] = ['run', 'upload', 'rollout'];
export const needsTarget = (action: ActionName | null): boolean => TARGETED.includes(action);
