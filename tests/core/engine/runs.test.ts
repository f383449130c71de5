import { recordedEvents } from '@core/engine/event-codec';
import type { RunDriver } from '@core/engine/run-driver';
import type { Runs } from '@core/engine/runs';
import { effectsOf } from '@domain/run/effects';
import { replay } from '@domain/run/evolve';
import { openInterruptions, type RunState } from '@domain/run/state';
import { describe, expect, it } from 'vitest';
import { aChange, anAttest, aPlan, aRollout, aStep } from '../../support/builders/plan';
import { memoryLedger, passes, request, runsIn, world } from './support/world';

const who = { by: 'ann', via: 'window' } as const;
const ANSWERS: Record<string, string> = { attest: 'yes', unknown: 'happened', confirm: 'app' };

/** Answers what is asked until the run ends or halts. */
async function walk(driver: RunDriver): Promise<RunState> {
  while (driver.state().result === null && driver.halted() === null) {
    const [asked] = openInterruptions(driver.state());
    const value = asked === undefined ? undefined : ANSWERS[asked.kind];
    if (asked !== undefined && value === undefined) throw new Error(`asked ${asked.kind}: ${asked.text.en}`);
    if (asked !== undefined && value !== undefined)
      driver.command({ type: 'answer', interruption: asked.id, value, reason: 'looked', who });
    await new Promise((resolve) => setImmediate(resolve));
  }
  return driver.state();
}

async function openIn(runs: Runs, plan = aPlan([aChange('a'), aStep({ id: 'b' })])): Promise<RunDriver> {
  const opened = await runs.open(request(plan));
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
};

const whole = () =>
  aPlan(
    [
      aStep({ id: 'tests', targets: [], action: { type: 'local', script: 'x' } }),
      anAttest('docs'),
      aChange('upload'),
      aRollout(),
      aChange('promote', { targets: ['app'] }),
    ],
    { environment: 'production' },
  );

describe('a ledger that is full at any moment of a run', () => {
  it('halts it with nothing shown that is not stored; with room again it ends, and nothing ran twice', async () => {
    const free = memoryLedger();
    await walk(await openIn(runsIn(free, world()), whole()));
    const appends = free.appends;
    expect(appends).toBeGreaterThan(15);

    for (let n = 1; n <= appends; n += 1) {
      const ledger = memoryLedger();
      const there = world();
      const runs = runsIn(ledger, there);
      ledger.fullFrom = n;
      const opened = await runs.open(request(whole()));
      if (!opened.ok) {
        expect([n, opened.error.code, there.begun, ledger.entries]).toEqual([1, 'full', [], []]);
        continue;
      }
      const { runId } = opened.value;
      const stood = await walk(opened.value);
      expect(opened.value.halted()?.message, `append ${n}`).toContain('full');
      expect(stood).toEqual(replay(recordedEvents(ledger.entries)));
      const refused = opened.value.command({ type: 'pause', reason: 'x', who });
      expect(refused).toMatchObject({ ok: false, error: { code: 'halted' } });

      ledger.fullFrom = null;
      const resumed = await runs.resume(runId);
      if (!resumed.ok) throw new Error(`append ${n}: ${resumed.error.message}`);
      const state = await walk(resumed.value);
      expect(state.result, `append ${n}`).toBe('released');
      expect(state).toEqual(replay(recordedEvents(ledger.entries)));
      const commands = there.begun.filter((id) => id.startsWith('execute:') && !isRead(id));
      expect(commands, `append ${n}`).toEqual([...new Set(commands)]);
      // What a person vouched for ran once or never; nothing of it ran a second time under another number.
      for (const step of ['upload', 'promote'])
        expect(commands.filter((id) => id.startsWith(`execute:${step}:`)).length).toBeLessThanOrEqual(1);
    }
  });

  it('can not be taken up while it is still full, and can afterwards', async () => {
    const ledger = memoryLedger();
    const runs = runsIn(ledger, world());
    ledger.fullFrom = 3;
    const driver = await openIn(runs);
    await until(() => driver.halted() !== null);
    ledger.fullFrom = 0;
    expect(await runs.resume(driver.runId)).toMatchObject({ ok: false, error: { code: 'halted' } });
    ledger.fullFrom = null;
    const resumed = await runs.resume(driver.runId);
    expect(resumed.ok && (await walk(resumed.value)).result).toBe('released');
  });

  const isRead = (id: string) => id.startsWith('execute:tests:');
});

describe('a driver', () => {
  it('begins an effect only when its intent is stored', async () => {
    const ledger = memoryLedger();
    const seen: string[][] = [];
    const there = world(async (effect, context) => {
      seen.push(ledger.entries.map((e) => e.kind));
      await passes(effect, context);
    });
    await walk(await openIn(runsIn(ledger, there)));
    expect(seen.map((kinds) => kinds.filter((k) => k === 'step.intent').length)).toEqual([1, 2]);
  });

  it('cuts an effect off when the state no longer asks for it, and waits for its end before the way back', async () => {
    const ledger = memoryLedger();
    let end = (): void => undefined;
    const there = world(async (effect, context) => {
      if (effect.type !== 'execute' || effect.step !== 'a') return passes(effect, context);
      await new Promise<void>((resolve) => context.signal.addEventListener('abort', () => resolve()));
      await new Promise<void>((resolve) => {
        end = resolve;
      });
      const { step, target, attempt } = effect;
      const outcome = { kind: 'lost', why: 'cut off' } as const;
      const rest = { checks: [], output: null, values: [], files: [], durationMs: 1 };
      context.report({ type: 'ended', step, target, attempt, outcome, ...rest });
    });
    const driver = await openIn(runsIn(ledger, there));
    await until(() => there.begun.length === 1);
    expect(driver.command({ type: 'roll-back', reason: 'phone', who }).ok).toBe(true);
    for (let i = 0; i < 5; i += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(there.begun).toEqual(['execute:a:app:1']);
    end();
    expect((await walk(driver)).result).toBe('rolled_back');
    expect(there.begun).toEqual(['execute:a:app:1', 'execute:undo.a:app:1']);
  });

  it('drops what an effect reports after the run was stopped', async () => {
    const ledger = memoryLedger();
    const there = world(async (effect, context) => {
      await new Promise<void>((resolve) => context.signal.addEventListener('abort', () => resolve()));
      await passes(effect, context);
    });
    const driver = await openIn(runsIn(ledger, there));
    await until(() => there.begun.length === 1);
    driver.command({ type: 'stop', reason: 'enough', who });
    await until(() => there.underWay.size === 0);
    expect(ledger.entries.at(-1)?.kind).toBe('run.close');
    expect(driver.state().steps[0]?.status).toBe('unknown');
    expect(driver.halted()).toBeNull();
  });

  it('halts when an effect ends without a report, and never begins it again', async () => {
    const there = world(async () => undefined);
    const driver = await openIn(runsIn(memoryLedger(), there));
    await until(() => driver.halted() !== null);
    expect(driver.halted()?.message).toContain('unreported');
    expect(there.begun).toEqual(['execute:a:app:1']);
  });

  it('halts when an effect throws', async () => {
    const there = world(async () => {
      throw new Error('a bug');
    });
    const driver = await openIn(runsIn(memoryLedger(), there));
    const heard: string[] = [];
    driver.onHalt((error) => heard.push(error.message));
    await until(() => driver.halted() !== null);
    expect([driver.halted()?.message, heard]).toEqual(['a bug', ['a bug']]);
  });

  it('records nothing more once it was let go, and the next one finds the step unknown', async () => {
    const ledger = memoryLedger();
    const there = world(async (effect, context) => {
      await new Promise<void>((resolve) => context.signal.addEventListener('abort', () => resolve()));
      await passes(effect, context);
    });
    const runs = runsIn(ledger, there);
    const driver = await openIn(runs);
    await until(() => there.begun.length === 1);
    await runs.detachAll();
    expect(there.underWay.size).toBe(0);
    expect(ledger.entries.map((e) => e.kind)).toEqual(['run.open', 'step.intent']);
    expect(driver.command({ type: 'pause', reason: 'x', who }).ok).toBe(false);

    const next = await runsIn(ledger, world()).resume(driver.runId);
    expect(next.ok && next.value.state().steps[0]?.status).toBe('unknown');
  });

  it('goes on watching the same stage after a restart', async () => {
    const ledger = memoryLedger();
    const runs = runsIn(ledger, world());
    const plan = aPlan([aRollout()]);
    const driver = await openIn(runs, plan);
    await until(() => (driver.state().steps[0]?.observation?.rounds.length ?? 0) >= 2);
    await runs.detachAll();
    const there = world();
    const next = await runsIn(ledger, there).resume(driver.runId);
    if (!next.ok) throw new Error(next.error.message);
    expect((await walk(next.value)).result).toBe('released');
    expect(there.begun.filter((id) => id.startsWith('execute:ramp')).length).toBe(1);
    expect(ledger.entries.filter((e) => e.kind === 'stage.open')).toHaveLength(2);
  });
});

describe('an answer where nobody drives the run', () => {
  it('is recorded, and nothing begins until the run is taken up', async () => {
    const ledger = memoryLedger();
    const first = runsIn(ledger, world());
    const driver = await openIn(first, aPlan([anAttest('docs'), aChange('a')]));
    await first.detachAll();
    const there = world();
    const runs = runsIn(ledger, there);
    const answer = { type: 'answer', interruption: 'i1', value: 'yes', reason: '', who } as const;
    expect(runs.answer(driver.runId, { ...answer, value: 'perhaps' })).toMatchObject({
      error: { code: 'bad-answer' },
    });
    expect(runs.answer(driver.runId, answer).ok).toBe(true);
    expect(ledger.entries.at(-1)?.kind).toBe('gate.decision');
    await runs.detachAll();
    expect(there.begun).toEqual([]);
    const state = runs.state(driver.runId);
    expect(state === undefined ? null : effectsOf(state)).toEqual([]);

    const resumed = await runs.resume(driver.runId);
    expect(resumed.ok && (await walk(resumed.value)).result).toBe('released');
    expect(there.begun).toEqual(['execute:a:app:1']);
  });

  it('of a run nobody knows is refused, and says so when the disk is full', async () => {
    const ledger = memoryLedger();
    const runs = runsIn(ledger, world());
    const answer = { type: 'answer', interruption: 'i1', value: 'yes', reason: '', who } as const;
    expect(runs.answer('none', answer)).toMatchObject({ error: { code: 'no-such-run' } });
    const driver = await openIn(runs, aPlan([anAttest('docs')]));
    await runs.detachAll();
    ledger.fullFrom = 0;
    expect(runs.answer(driver.runId, answer)).toMatchObject({ error: { code: 'full' } });
  });
});
