import type { PhaseKind } from '../../plan/plan';
import type { Problem } from '../problem';
import { didYouMean } from '../suggest';
import type { Context } from './context';

/** Deploy and migrate may come in either order and more than once; a gate may stand anywhere. */
const RANK: Readonly<Record<Exclude<PhaseKind, 'gate' | 'rollback'>, number>> = {
  preflight: 0,
  backup: 1,
  deploy: 2,
  migrate: 2,
  smoke: 3,
  rollout: 4,
  accept: 5,
  close: 6,
};

export const checkPhases = (context: Context): Problem[] => [
  ...order(context),
  ...boards(context),
  ...verify(context),
  ...ids(context),
];

function order(context: Context): Problem[] {
  const problems: Problem[] = [];
  let last: { kind: PhaseKind; rank: number } | null = null;
  context.loaded.runbook.phases.forEach(({ kind }, index) => {
    const path = ['phases', index, 'kind'];
    if (kind === 'rollback') {
      const message = 'rollback is no phase of the way forward';
      const suggestion = 'write "undo" in the steps and the key "rollback" at the top level';
      problems.push(context.at(path, { code: 'phase_order', message, suggestion }));
    } else if (kind !== 'gate') {
      const rank = RANK[kind];
      if (last !== null && rank < last.rank) {
        const message = `the phase "${kind}" comes after "${last.kind}"; expected it before`;
        problems.push(context.at(path, { code: 'phase_order', message }));
      } else last = { kind, rank };
    }
  });
  return problems;
}

function boards(context: Context): Problem[] {
  return context.steps.flatMap(({ step, path }, index) => {
    if (step.gate === undefined) return [];
    const board = step.gate.board;
    const before = context.steps.slice(0, index).map((s) => s.phase);
    if (before.includes(board)) return [];
    const exists = context.steps.some((s) => s.phase === board);
    const message = exists
      ? `the board "${board}" has no result yet: no step of that phase comes before this gate`
      : `the board "${board}" does not exist: no phase of this kind is in the runbook`;
    const suggestion = didYouMean(board, before);
    return [context.at([...path, 'gate', 'board'], { code: 'unknown_board', message, suggestion })];
  });
}

function verify(context: Context): Problem[] {
  const kinds = new Set(context.steps.map((s) => s.phase));
  return (context.loaded.runbook.rollback?.verify ?? []).flatMap((kind, index) => {
    if (kinds.has(kind)) return [];
    const message = `the phase "${kind}" is not in the runbook, so nothing would be verified`;
    return [context.at(['rollback', 'verify', index], { code: 'unknown_board', message })];
  });
}

function ids(context: Context): Problem[] {
  const seen = new Set<string>();
  return context.steps.flatMap(({ step, path }) => {
    if (/^(?:undo|verify|watch)\./.test(step.id)) {
      const message = `the id "${step.id}" begins like the steps of a rollback: undo., verify. and watch. are kept for them`;
      return [context.at([...path, 'id'], { code: 'duplicate_id', message })];
    }
    if (!seen.has(step.id)) {
      seen.add(step.id);
      return [];
    }
    const message = `the id "${step.id}" is used by an earlier step`;
    return [context.at([...path, 'id'], { code: 'duplicate_id', message })];
  });
}
