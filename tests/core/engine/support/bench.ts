/** One step on a bench: real files, a real output store and, where given, a real connection; facts are collected. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { performer } from '@core/engine/perform';
import type { Attempt } from '@core/engine/perform/attempt';
import type { EffectContext } from '@core/engine/run-driver';
import type { Services } from '@core/engine/services';
import { outputStore } from '@core/outputs/output-store';
import type { Connection } from '@core/ports';
import { systemClock } from '@core/system/clock';
import { fail, ok } from '@domain/kernel/result';
import type { Exported, PlanStep } from '@domain/plan/plan';
import type { Command } from '@domain/run/command';
import type { RunState } from '@domain/run/state';
import { aPlan } from '../../../support/builders/plan';
import { scenario } from '../../../support/scenario';
import { tempFolder } from '../../ledger/fixtures';

export interface BenchParts {
  readonly connection?: Connection;
  readonly exports?: readonly Exported[];
  readonly secrets?: readonly Exported[];
  readonly attempt?: number;
  readonly signal?: AbortSignal;
}

export interface Bench {
  readonly workspace: string;
  readonly attempt: Attempt;
  /** What was reported, in order. */
  readonly reported: readonly Command[];
  /** Performs the step and gives its end. */
  perform(): Promise<Extract<Command, { type: 'ended' }>>;
}

export function bench(step: PlanStep, parts: BenchParts = {}): Bench {
  const folder = tempFolder();
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  const reported: Command[] = [];
  const number = parts.attempt ?? 1;
  const target = step.targets[0] ?? null;
  const exports = parts.exports ?? [];
  const state = stateWith(step, number, exports);
  const context: EffectContext = {
    signal: parts.signal ?? new AbortController().signal,
    state: () => state,
    report: (command) => reported.push(command),
  };
  const services: Services = {
    clock: systemClock,
    connections: {
      get: async () =>
        parts.connection === undefined ? fail('unreachable', 'no route to app') : ok(parts.connection),
      closeAll: async () => undefined,
    },
    outputs: outputStore(folder),
    sampler: { sample: async () => [] },
    workspace,
    secrets: parts.secrets ?? [],
  };
  const { action } = step;
  const script = action.type === 'run' || action.type === 'local' ? action.script : null;
  return {
    workspace,
    reported,
    attempt: { step, target, attempt: number, script, exports, services, context },
    perform: async () => {
      const effect = { id: 'e', type: 'execute' as const, step: step.id, target, attempt: number };
      await performer(services)(effect, context);
      const ended = reported.findLast((c) => c.type === 'ended');
      if (ended?.type !== 'ended') throw new Error('no end was reported');
      return ended;
    },
  };
}

/** The state of a run whose one step is under way. Its target is known already, so nothing is asked of it. */
function stateWith(step: PlanStep, attempt: number, exports: readonly Exported[]): RunState {
  const state = scenario(aPlan([step])).state();
  const known = { hostKeyType: 'ssh-ed25519', hostKeySha256: 'SHA256:x', hostname: 'app', clockOffsetMs: 0 };
  const steps = state.steps.map((s) => ({
    ...s,
    targets: s.targets.map((t) => ({ ...t, attempt, exports })),
  }));
  return { ...state, steps, targets: [{ target: 'app', ...known }] };
}
