/** What a step does, as text to read: the command byte for byte, or the transfer, request or question in its place. */
import type { PlanStep } from '@domain/plan/plan';
import type { RunState } from '@domain/run/state';

export interface CommandView {
  readonly kind: 'script' | 'transfer' | 'request' | 'watch' | 'person';
  readonly text: string;
}

export function commandOf({ action }: PlanStep): CommandView {
  switch (action.type) {
    case 'run':
    case 'local':
      return { kind: 'script', text: action.script };
    case 'rollout':
      return { kind: 'script', text: action.apply };
    case 'upload':
      return {
        kind: 'transfer',
        text: `${action.from}\n  -> ${action.to}${action.sha256 === null ? '' : `\n  sha256 ${action.sha256}`}`,
      };
    case 'http':
      return {
        kind: 'request',
        text: `${action.method} ${action.url}${action.body === null ? '' : `\n\n${action.body}`}`,
      };
    case 'observe':
      return { kind: 'watch', text: action.watch.join(', ') };
    case 'attest':
    case 'ask':
    case 'gate':
      return { kind: 'person', text: '' };
  }
}

/** `user@host:port` of each target of a step; empty for steps that touch none. */
export const hostsOf = (state: RunState, step: PlanStep): readonly string[] =>
  step.targets.map((name) => hostOf(state, name));

export function hostOf(state: RunState, name: string): string {
  const target = state.plan.targets.find((t) => t.name === name);
  return target === undefined ? name : `${target.user}@${target.host}:${target.port}`;
}

/** For a heading: the one host in full, or the names of several (their rows say the rest). */
export const whereOf = (state: RunState, step: PlanStep): readonly string[] =>
  step.targets.length > 1 ? step.targets : hostsOf(state, step);
