/** The checklist: the rollback first once it has begun, as a section of its own; then steps by phase, in the plan's order. */
import type { PhaseKind } from '@domain/plan/plan';
import { type RunState, SETTLED, type StepState } from '@domain/run/state';

export interface ChecklistSection {
  readonly key: string;
  readonly phase: PhaseKind;
  readonly settled: number;
  readonly steps: readonly StepState[];
}

export function checklistOf(state: RunState): readonly ChecklistSection[] {
  const sections: { key: string; phase: PhaseKind; steps: StepState[] }[] = [];
  for (const step of [...(state.rollback?.steps ?? []), ...state.steps]) {
    const last = sections.at(-1);
    if (last?.phase === step.step.phase) last.steps.push(step);
    else sections.push({ key: `${step.step.phase}:${step.step.id}`, phase: step.step.phase, steps: [step] });
  }
  return sections.map((section) => ({ ...section, settled: section.steps.filter(isSettled).length }));
}

const isSettled = (step: StepState): boolean => SETTLED.includes(step.status);

export const stepIdsOf = (sections: readonly ChecklistSection[]): readonly string[] =>
  sections.flatMap((section) => section.steps.map((s) => s.step.id));

/** The id `by` places away in the list, stopping at its ends. */
export function moveBy(ids: readonly string[], from: string | null, by: number): string | null {
  const at = from === null ? -1 : ids.indexOf(from);
  const next = Math.min(ids.length - 1, Math.max(0, at + by));
  return ids[next] ?? null;
}
