/** Random runs: whatever is asked and reported in whatever order, the laws of a run hold after every command. */
import { createHash } from 'node:crypto';
import type { PlanStep, RunPlan } from '@domain/plan/plan';
import type { Command, Ending } from '@domain/run/command';
import { composeRollback } from '@domain/run/compose-rollback';
import { consequences } from '@domain/run/consequences';
import { decide } from '@domain/run/decide';
import { effectsOf } from '@domain/run/effects';
import type { EventOf, Recorded, RunEvent } from '@domain/run/event';
import { evolve, openRun, replay } from '@domain/run/evolve';
import { openInterruptions, type RunState } from '@domain/run/state';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aChange, aMetric, anAttest, aPlan, aRollout, aStep } from '../../support/builders/plan';
import { failedEnding, lostEnding, passedEnding } from '../../support/scenario';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const who = { by: 'ann', via: 'window' } as const;
const TARGETS = ['app', 'app2'];

/** One move in a random game; numbers choose among what is possible at the time. */
type Move =
  | { readonly do: 'answer'; readonly which: number }
  | { readonly do: 'end'; readonly how: 'passed' | 'failed' | 'lost' | 'timed_out' | 'refused' }
  | { readonly do: 'sample'; readonly value: string | null }
  | { readonly do: 'started' | 'stale' | 'roll-back' | 'pause' | 'resume' | 'stop' | 'recover' | 'proceed' };

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('answer' as const), which: fc.nat(5) }) },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      how: fc.constantFrom('passed', 'passed', 'passed', 'failed', 'lost', 'timed_out', 'refused'),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('sample' as const),
      value: fc.constantFrom('0.001', '0.001', '0.001', '0.5', null),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('started', 'stale', 'roll-back', 'pause', 'resume', 'recover', 'proceed'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stop' as const) }) },
) as fc.Arbitrary<Move>;

const targets = fc.constantFrom<string[]>(['app'], ['app', 'app2']);
const onFail = fc.constantFrom('ask' as const, 'rollback' as const);

const step = (id: string): fc.Arbitrary<PlanStep> =>
  fc.oneof(
    targets.map((t) => aStep({ id, targets: t })),
    targets.map((t) => aChange(id, { targets: t })),
    targets.map((t) => aChange(id, { targets: t, undo: null, irreversible: 'sent' })),
    fc.constant(aChange(id, { targets: [], action: { type: 'local', script: 'x' } })),
    fc.constant(anAttest(id)),
    fc.constant(aStep({ id, needs: ['never_set'] })),
    onFail.map((on_fail) =>
      aStep({
        id,
        targets: [],
        expect: [],
        action: { type: 'observe', hold_ms: 2000, watch: ['error-rate'], on_fail },
      }),
    ),
    fc.tuple(targets, onFail).map(([t, on_fail]) => {
      const ramp = aRollout({ id, targets: t });
      return ramp.action.type === 'rollout' ? { ...ramp, action: { ...ramp.action, on_fail } } : ramp;
    }),
  );

const plan: fc.Arbitrary<RunPlan> = fc
  .tuple(
    fc
      .integer({ min: 1, max: 5 })
      .chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => step(`s${i}`)))),
    fc.constantFrom('practice' as const, 'production' as const),
    fc.boolean(),
  )
  .map(([steps, environment, watched]) =>
    aPlan(steps, {
      environment,
      targets: TARGETS.map((name) => ({ name, host: 'h', port: 22, user: 'u', transport: 'ssh2', vars: [] })),
      metrics: [aMetric()],
      rollback: watched
        ? { verify: ['deploy'], watch_ms: 2000, watch: ['error-rate'] }
        : { verify: [], watch_ms: null, watch: [] },
    }),
  );

const ENDINGS: Record<string, Ending> = {
  passed: passedEnding,
  failed: failedEnding,
  lost: lostEnding,
  timed_out: { ...lostEnding, outcome: { kind: 'timed_out', after_ms: 5 } },
  refused: { ...lostEnding, outcome: { kind: 'refused', code: 'unreachable', why: 'no route' } },
};

/** Null when the move has nothing to act on now. */
function commandOf(state: RunState, one: Move): Command | null {
  const effects = effectsOf(state);
  const running = [...state.steps, ...(state.rollback?.steps ?? [])].flatMap((s) =>
    s.targets
      .filter((t) => t.status === 'running')
      .map((t) => ({ step: s.step.id, target: t.target, attempt: t.attempt })),
  );
  const [attempt] = running;
  switch (one.do) {
    case 'answer': {
      const asked = openInterruptions(state)[0];
      if (asked === undefined) return null;
      const values = asked.freeText ? ['CHG-1'] : asked.options.map((o) => o.value);
      const value = values[one.which % values.length] as string;
      return { type: 'answer', interruption: asked.id, value, reason: 'looked', who };
    }
    case 'end':
      return attempt === undefined ? null : { type: 'ended', ...attempt, ...(ENDINGS[one.how] as Ending) };
    case 'started':
      return attempt === undefined ? null : { type: 'started', ...attempt };
    case 'stale':
      return { type: 'ended', step: 's0', target: 'app', attempt: 99, ...passedEnding };
    case 'sample': {
      const effect = effects.find((e) => e.type === 'observe');
      if (effect?.type !== 'observe') return null;
      const values = [{ metric: 'error-rate', value: one.value, error: null }];
      return { type: 'sampled', step: effect.step, stage: effect.stage, values };
    }
    case 'roll-back':
    case 'pause':
    case 'stop':
      return { type: one.do, reason: 'asked', who };
    case 'resume':
      return { type: 'resume', who };
    default:
      return { type: one.do };
  }
}

interface Play {
  readonly events: readonly Recorded[];
  readonly state: RunState;
}

function play(runPlan: RunPlan, moves: readonly Move[], look: (state: RunState) => void): Play {
  const events: Recorded[] = [];
  let seconds = 0;
  const now = () => new Date(Date.UTC(2026, 0, 1) + 1000 * seconds).toISOString();
  const record = (event: RunEvent): Recorded => {
    const recorded = { seq: events.length + 1, at: now(), event };
    events.push(recorded);
    return recorded;
  };
  let state = openRun(record(opening(runPlan)) as Recorded<EventOf<'run.open'>>);
  for (const one of [{ do: 'proceed' } as Move, ...moves]) {
    seconds += 1;
    const command = commandOf(state, one);
    if (command === null) continue;
    const context = { now: now(), sha256 };
    const decided = decide(state, command, context);
    if (!decided.ok) continue;
    for (const event of decided.value) state = evolve(state, record(event));
    expect(consequences(state, context), 'it has come to rest').toEqual([]);
    look(state);
  }
  return { events, state };
}

const opening = (runPlan: RunPlan): EventOf<'run.open'> => ({
  kind: 'run.open',
  run_id: '0197a000-0000-7000-8000-000000000001',
  correlation_id: 'c',
  release_candidate_id: 'r',
  ...who,
  run_kind: runPlan.kind,
  plan: runPlan,
  app: { name: 'holdpoint', version: '0', node: '24', electron: null },
  answers_sha256: null,
});

const law = (check: (runPlan: RunPlan, moves: readonly Move[]) => void) =>
  fc.assert(
    fc.property(plan, fc.array(move, { maxLength: 60 }), (runPlan, moves) => check(runPlan, moves)),
    { numRuns: 400 },
  );

const allSteps = (state: RunState) => [...state.steps, ...(state.rollback?.steps ?? [])];

describe('any run, whatever is asked and reported in whatever order', () => {
  it('replays to the state that was lived through', () => {
    law((runPlan, moves) => {
      const { events, state } = play(runPlan, moves, () => undefined);
      expect(replay(events)).toEqual(state);
    });
  });

  it('never stands still: it runs, watches, asks, is paused or has ended', () => {
    law((runPlan, moves) => {
      play(runPlan, moves, (state) => {
        const cutOff =
          state.rollback !== null && state.steps.some((s) => s.targets.some((t) => t.status === 'running'));
        const alive =
          state.result !== null ||
          state.paused ||
          cutOff ||
          effectsOf(state).length > 0 ||
          openInterruptions(state).length > 0;
        expect(alive).toBe(true);
      });
    });
  });

  it('runs at most one attempt at a time, and none of the way forward beside the way back', () => {
    law((runPlan, moves) => {
      play(runPlan, moves, (state) => {
        const running = allSteps(state).flatMap((s) => s.targets.filter((t) => t.status === 'running'));
        expect(running.length).toBeLessThanOrEqual(1);
      });
    });
  });

  it('leaves no question open, nothing running and nothing to do once it has ended', () => {
    law((runPlan, moves) => {
      const { state, events } = play(runPlan, moves, () => undefined);
      if (state.result === null) return;
      expect(openInterruptions(state)).toEqual([]);
      expect(effectsOf(state)).toEqual([]);
      expect(allSteps(state).some((s) => ['running', 'waiting', 'pending'].includes(s.status))).toBe(false);
      const closed = events.findIndex((e) => e.event.kind === 'run.close');
      expect(events.slice(closed + 1)).toEqual([]);
    });
  });

  it('records an intent before every end, and never two ends for one attempt', () => {
    law((runPlan, moves) => {
      const { events } = play(runPlan, moves, () => undefined);
      const open = new Set<string>();
      for (const { event } of events) {
        if (event.kind !== 'step.intent' && event.kind !== 'step.done' && event.kind !== 'step.unknown')
          continue;
        const key = `${event.step} ${event.target} ${event.attempt}`;
        if (event.kind === 'step.intent') expect(open.has(key)).toBe(false);
        else expect(open.delete(key)).toBe(true);
        if (event.kind === 'step.intent') open.add(key);
      }
    });
  });

  it('repeats a change only after a person decided, or for the next stage of a rollout', () => {
    law((runPlan, moves) => {
      const { events, state } = play(runPlan, moves, () => undefined);
      const changes = new Set(allSteps(state).flatMap((s) => (s.step.changes ? [s.step.id] : [])));
      const since = new Map<string, boolean>(); // true: something since the last intent allows another one
      for (const { event } of events) {
        if (event.kind === 'gate.decision') for (const key of since.keys()) since.set(key, true);
        if (event.kind === 'observe.verdict' && event.verdict.outcome === 'pass')
          for (const key of since.keys()) if (key.startsWith(`${event.step} `)) since.set(key, true);
        if (event.kind !== 'step.intent' || !changes.has(event.step)) continue;
        const key = `${event.step} ${event.target}`;
        if (since.has(key)) expect(since.get(key)).toBe(true);
        since.set(key, false);
      }
    });
  });

  it('has every change that began in the plan of its way back, newest first, on every target it touched', () => {
    law((runPlan, moves) => {
      play(runPlan, moves, (state) => {
        const { steps, remains } = composeRollback(state);
        const undone = steps.filter((s) => s.id.startsWith('undo.')).map((s) => s.id.slice(5));
        const began = state.steps.filter((s) => s.step.changes && s.targets.some((t) => t.attempt > 0));
        expect(new Set([...undone, ...remains.map((r) => r.step)])).toEqual(
          new Set(began.map((s) => s.step.id)),
        );
        const order = began.map((s) => s.step.id).filter((id) => undone.includes(id));
        expect(undone).toEqual([...order].reverse());
        for (const one of began) {
          const touched = one.targets.flatMap((t) => (t.attempt > 0 && t.target !== null ? [t.target] : []));
          const back = steps.find((s) => s.id === `undo.${one.step.id}`);
          if (back !== undefined) expect(back.targets).toEqual(touched);
        }
      });
    });
  });

  it('is released only when every step passed or a person said why not', () => {
    law((runPlan, moves) => {
      const { state } = play(runPlan, moves, () => undefined);
      if (state.result !== 'released') return;
      for (const s of state.steps) {
        const fine = s.status === 'passed' || (s.status === 'skipped' && s.decision !== null);
        expect(fine).toBe(true);
        if (s.status === 'passed' && s.decision === null)
          expect(s.targets.every((t) => t.status === 'passed') || s.observation !== null).toBe(true);
      }
    });
  });

  it('is rolled back only when nothing was left out and nothing remains', () => {
    law((runPlan, moves) => {
      const { state } = play(runPlan, moves, () => undefined);
      if (state.result !== 'rolled_back') return;
      expect(state.rollback?.steps.every((s) => s.status === 'passed')).toBe(true);
      expect(composeRollback(state).remains).toEqual([]);
    });
  });
});
