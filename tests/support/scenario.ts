/** A run played in memory: given a plan, when commands, then state. Time moves a second per event. */
import { createHash } from 'node:crypto';
import type { RunPlan } from '@domain/plan/plan';
import type { Command, Ending } from '@domain/run/command';
import { decide } from '@domain/run/decide';
import { effectsOf } from '@domain/run/effects';
import type { EventOf, Recorded, RunEvent } from '@domain/run/event';
import { evolve, openRun, replay } from '@domain/run/evolve';
import { openInterruptions, type RunState } from '@domain/run/state';

const who = { by: 'ann', via: 'window' as const };

export const passedEnding: Ending = {
  outcome: { kind: 'exited', code: 0 },
  checks: [{ rule: 'exit', expected: 'exit 0', found: 'exit 0', result: 'pass' }],
  output: null,
  values: [],
  files: [],
  durationMs: 5,
};

export const failedEnding: Ending = {
  ...passedEnding,
  outcome: { kind: 'exited', code: 1 },
  checks: [{ rule: 'exit', expected: 'exit 0', found: 'exit 1', result: 'fail' }],
};

export const lostEnding: Ending = {
  ...passedEnding,
  outcome: { kind: 'lost', why: 'connection lost' },
  checks: [],
};

export interface Scenario {
  readonly events: readonly Recorded[];
  readonly kinds: readonly string[];
  state(): RunState;
  /** Throws when the command is refused. */
  when(command: Command): Scenario;
  refused(command: Command): string;
  /** Ends everything that runs now. */
  ends(ending?: Partial<Ending>): Scenario;
  answers(value: string, reason?: string): Scenario;
  samples(value: string | null, rounds?: number): Scenario;
  statuses(): Record<string, string>;
}

export function scenario(plan: RunPlan): Scenario {
  const events: Recorded[] = [];
  let seconds = 0;
  const now = () => new Date(Date.UTC(2026, 0, 1) + 1000 * seconds).toISOString();
  const record = (event: RunEvent): Recorded => {
    const recorded = { seq: events.length + 1, at: now(), event };
    events.push(recorded);
    return recorded;
  };
  const opened = record(openEvent(plan)) as Recorded<EventOf<'run.open'>>;
  let state = openRun(opened);
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

  const ask = (command: Command) => {
    const decision = decide(state, command, { now: now(), sha256 });
    if (!decision.ok) return decision.error;
    for (const event of decision.value) state = evolve(state, record(event));
    return null;
  };
  const self: Scenario = {
    events,
    get kinds() {
      return events.map((e) => e.event.kind);
    },
    state: () => state,
    when: (command) => {
      const refusal = ask(command);
      if (refusal !== null) throw new Error(`${command.type} refused: ${refusal.code} ${refusal.message}`);
      return self;
    },
    refused: (command) => ask(command)?.code ?? 'taken',
    ends: (ending = {}) => {
      for (const effect of effectsOf(state)) {
        if (effect.type !== 'execute') continue;
        const { step, target, attempt } = effect;
        self.when({ type: 'ended', step, target, attempt, ...passedEnding, ...ending });
      }
      return self;
    },
    answers: (value, reason = '') => {
      const open = openInterruptions(state)[0];
      if (open === undefined) throw new Error('nothing is asked');
      return self.when({ type: 'answer', interruption: open.id, value, reason, who });
    },
    samples: (value, rounds = 1) => {
      for (let i = 0; i < rounds; i += 1) {
        seconds += 1;
        const effect = effectsOf(state).find((e) => e.type === 'observe');
        if (effect?.type !== 'observe') throw new Error('nothing is observed');
        const values = [{ metric: 'error-rate', value, error: null }];
        self.when({ type: 'sampled', step: effect.step, stage: effect.stage, values });
        if (effectsOf(state).every((e) => e.type !== 'observe')) break;
      }
      return self;
    },
    statuses: () =>
      Object.fromEntries(
        [...state.steps, ...(state.rollback?.steps ?? [])].map((s) => [s.step.id, s.status]),
      ),
  };
  ask({ type: 'proceed' });
  return self;
}

/** Replays what was recorded; the law is that it equals the state that was lived through. */
export const replayed = (s: Scenario): RunState | undefined => replay(s.events);

const openEvent = (plan: RunPlan): EventOf<'run.open'> => ({
  kind: 'run.open',
  run_id: '0197a000-0000-7000-8000-000000000001',
  correlation_id: '0197a000-0000-7000-8000-000000000002',
  release_candidate_id: '0197a000-0000-7000-8000-000000000003',
  ...who,
  run_kind: plan.kind,
  plan,
  app: { name: 'holdpoint', version: '0.1.0', node: '24', electron: null },
  answers_sha256: null,
});
