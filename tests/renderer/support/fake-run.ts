/** A run that really decides and evolves, with a scripted world: commands end when a test says so. */
import type { Expectation, RunPlan } from '@domain/plan/plan';
import type { Command, Ending } from '@domain/run/command';
import { decide } from '@domain/run/decide';
import { effectsOf } from '@domain/run/effects';
import type { EventOf, Recorded, RunEvent } from '@domain/run/event';
import { evolve, openRun } from '@domain/run/evolve';
import { findStep, openInterruptions, type RunState } from '@domain/run/state';
import { CodedError } from '@ipc/rpc';

const WHO = { by: 'ann', via: 'window' as const };

const PASSED: Ending = {
  outcome: { kind: 'exited', code: 0 },
  checks: [{ rule: 'exit', expected: 'exit 0', found: 'exit 0', result: 'pass' }],
  output: { bytes: 214, lines: 3, sha256: 'd'.repeat(64), masked: 0, truncated: false },
  values: [],
  files: [],
  durationMs: 840,
};

export const FAILED: Ending = {
  ...PASSED,
  outcome: { kind: 'exited', code: 1 },
  checks: [{ rule: 'exit', expected: 'exit 0', found: 'exit 1', result: 'fail' }],
};

export const LOST: Ending = {
  ...PASSED,
  outcome: { kind: 'lost', why: 'the connection was reset' },
  checks: [],
};

/** Values that steps of the fixture runbook set, by step. */
const LEARNT: Readonly<Record<string, Ending['values']>> = {
  artifact: [{ name: 'artifact_sha256', value: 'ab'.repeat(32) }],
  serving: [{ name: 'previous', value: '1.4.2' }],
  backup: [{ name: 'backup_file', value: '/tmp/practice/backups/orders-before-1.5.0.db' }],
};

export interface FakeRun {
  readonly id: string;
  state(): RunState;
  events(): readonly Recorded[];
  /** Throws a CodedError with the domain's code when it is refused. */
  command(command: Command): void;
  /** Ends what runs now, one effect, as passed unless told otherwise. */
  endOne(ending?: Partial<Ending>): void;
  answer(value: string, reason?: string): void;
  /** One round of all watched metrics. */
  sample(value: string): void;
  /** Goes on by itself (answers yes and go) until the step is current and runs, or the run is over. */
  walkTo(step: string | null, metric?: string): void;
  onEvents(listener: () => void): () => void;
}

export interface FakeRunOptions {
  readonly id: string;
  readonly plan: RunPlan;
  /** ISO instant of `run.open`; a second passes per event. */
  readonly openedAt: string;
  nextSeq(): number;
}

export function fakeRun({ id, plan, openedAt, nextSeq }: FakeRunOptions): FakeRun {
  const events: Recorded[] = [];
  const listeners = new Set<() => void>();
  let clock = Date.parse(openedAt);
  const record = (event: RunEvent): Recorded => {
    clock += 1000;
    const recorded = { seq: nextSeq(), at: new Date(clock).toISOString(), event };
    events.push(recorded);
    return recorded;
  };
  let state = openRun(record(openEvent(id, plan)) as Recorded<EventOf<'run.open'>>);

  const command = (asked: Command) => {
    const decision = decide(state, asked, {
      now: new Date(clock).toISOString(),
      sha256: () => 'e'.repeat(64),
    });
    if (!decision.ok) throw new CodedError(decision.error.code, decision.error.message);
    for (const event of decision.value) state = evolve(state, record(event));
    for (const listener of listeners) listener();
  };
  const endOne = (ending: Partial<Ending> = {}) => {
    const effect = effectsOf(state).find((e) => e.type === 'execute');
    const cut = cutOff(state);
    if (cut !== undefined) return command({ type: 'ended', ...cut, ...LOST });
    if (effect?.type !== 'execute') throw new Error('nothing runs');
    const { step, target, attempt } = effect;
    const values = LEARNT[step] ?? [];
    const measured = checksOf(findStep(state, step)?.step.expect ?? []);
    const checks = measured.length > 0 ? measured : PASSED.checks;
    command({ type: 'ended', step, target, attempt, ...PASSED, checks, values, ...ending });
  };
  const answer = (value: string, reason = '') => {
    const open = openInterruptions(state)[0];
    if (open === undefined) throw new Error('nothing is asked');
    command({ type: 'answer', interruption: open.id, value, reason, who: WHO });
  };
  const sample = (value: string) => {
    const effect = effectsOf(state).find((e) => e.type === 'observe');
    if (effect?.type !== 'observe') throw new Error('nothing is observed');
    const values = state.plan.metrics.map((m) => ({ metric: m.id, value, error: null }));
    command({ type: 'sampled', step: effect.step, stage: effect.stage, values });
  };
  const walkTo = (step: string | null, metric = '0.01') => {
    for (let turn = 0; turn < 500 && state.result === null; turn += 1) {
      const [effect] = effectsOf(state);
      if (step !== null && effect?.step === step) return;
      const asked = openInterruptions(state)[0];
      if (asked !== undefined && asked.step === step && step !== null) return;
      if (asked !== undefined) answer(AGREE[asked.kind] ?? asked.options[0]?.value ?? '1', 'seen');
      else if (effect?.type === 'execute' || cutOff(state) !== undefined) endOne();
      else sample(metric);
    }
  };
  command({ type: 'proceed' });
  return {
    id,
    state: () => state,
    events: () => events,
    command,
    endOne,
    answer,
    sample,
    walkTo,
    onEvents: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A forward attempt that a rollback cut off: its end must come as a fact before the way back begins. */
function cutOff({ rollback, steps }: RunState) {
  if (rollback === null) return undefined;
  return steps
    .flatMap(({ step, targets }) => targets.map((t) => ({ step: step.id, ...t })))
    .filter((t) => t.status === 'running')
    .map(({ step, target, attempt }) => ({ step, target, attempt }))[0];
}

/** Every acceptance rule, looked at and met. */
const checksOf = (rules: readonly Expectation[]): Ending['checks'] =>
  rules.map((rule) => {
    const text = Object.entries(rule)
      .filter(([key]) => key !== 'rule')
      .map(([key, value]) => `${key} ${value}`)
      .join(', ');
    return { rule: rule.rule, expected: text, found: text, result: 'pass' as const };
  });

const AGREE: Readonly<Record<string, string>> = { attest: 'yes', gate: 'go', verdict: 'promote' };

const openEvent = (id: string, plan: RunPlan): EventOf<'run.open'> => ({
  kind: 'run.open',
  run_id: id,
  correlation_id: id.replace('-7000-', '-7001-'),
  release_candidate_id: id.replace('-7000-', '-7002-'),
  ...WHO,
  run_kind: plan.kind,
  plan,
  app: { name: 'holdpoint', version: '0.1.0', node: '24.21.0', electron: null },
  answers_sha256: null,
});
