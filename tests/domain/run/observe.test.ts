import { describe, expect, it } from 'vitest';
import { aChange, aMetric, aPlan, aRollout } from '../../support/builders/plan';
import { failedEnding, replayed, scenario } from '../../support/scenario';

const who = { by: 'ann', via: 'window' } as const;

describe('a staged rollout', () => {
  it('applies a weight, watches, and only then applies the next', () => {
    const run = scenario(aPlan([aRollout()]));
    run.ends().samples('0.001', 5);
    expect(run.state().steps[0]?.observation?.stages.map((s) => s.weight)).toEqual([10]);
    expect(run.state().steps[0]?.targets[0]).toMatchObject({ status: 'running', attempt: 2 });
    run.ends().samples('0.001', 5);
    expect(run.state().result).toBe('released');
    expect(replayed(run)).toEqual(run.state());
  });

  it('exports the weight of the stage to the apply command', () => {
    const run = scenario(aPlan([aRollout()]));
    expect(run.state().steps[0]?.targets[0]?.exports).toContainEqual({ name: 'weight', value: '10' });
  });

  it('asks at a sustained breach, keeps judging while it asks, and rolls back on the answer', () => {
    const run = scenario(aPlan([aChange('switch'), aRollout()]));
    run.ends().ends().samples('0.5', 4);
    const asked = run.state().interruptions[0];
    expect(asked?.kind).toBe('verdict');
    expect(asked?.text.en).toContain('0.5');
    run.samples('0.5', 2);
    run.answers('rollback');
    expect(run.state().rollback?.steps.map((s) => s.step.id)).toEqual(['undo.ramp', 'undo.switch']);
    run.ends().ends();
    expect(run.state().result).toBe('rolled_back');
    expect(run.statuses()).toMatchObject({ switch: 'undone', ramp: 'undone' });
    expect(replayed(run)).toEqual(run.state());
  });

  it('rolls back by itself where the runbook says so', () => {
    const rollout = aRollout();
    const action = { ...rollout.action, on_fail: 'rollback' } as typeof rollout.action;
    const run = scenario(aPlan([aRollout({ action })]));
    run.ends().samples('0.5', 4);
    expect(run.state().rollback?.trigger).toBe('verdict');
  });

  it('does not pass on no data: it asks', () => {
    const run = scenario(aPlan([aRollout()]));
    run.ends().samples(null, 8);
    expect(run.state().result).toBeNull();
    expect(run.state().interruptions[0]?.kind).toBe('inconclusive');
    expect(run.state().interruptions[0]?.options.map((o) => o.value)).toEqual([
      'hold',
      'promote',
      'rollback',
      'stop',
    ]);
  });

  it('goes on holding when told to, and asks again when nothing changed', () => {
    const run = scenario(aPlan([aRollout()]));
    run.ends().samples(null, 8).answers('hold').samples(null, 8);
    expect(run.state().interruptions.filter((i) => i.kind === 'inconclusive')).toHaveLength(2);
  });

  it('passes against the verdict only with a reason, and shows it as overridden', () => {
    const run = scenario(aPlan([aRollout()]));
    run.ends().samples('0.5', 4);
    expect(run.refused({ type: 'answer', interruption: 'i1', value: 'promote', reason: ' ', who })).toBe(
      'reason-needed',
    );
    run.answers('promote', 'known noise of the load test');
    expect(run.state().steps[0]?.observation?.stages[0]?.overridden).toBe(true);
  });

  it('withdraws the inconclusive question when a breach is seen meanwhile', () => {
    const run = scenario(aPlan([aRollout()]));
    run.ends().samples(null, 8).samples('0.5', 4);
    expect(run.state().interruptions.map((i) => [i.kind, i.withdrawn !== null])).toEqual([
      ['inconclusive', true],
      ['verdict', false],
    ]);
  });

  it('never counts a shadow metric', () => {
    const run = scenario(aPlan([aRollout()], { metrics: [aMetric({ shadow: true })] }));
    run.ends().samples('0.5', 8);
    expect(run.state().interruptions.map((i) => i.kind)).not.toContain('verdict');
    expect(run.state().result).toBeNull();
  });
});

describe('a rollback', () => {
  it('takes back what ran in reverse, half-done steps included, and nothing that never began', () => {
    const run = scenario(aPlan([aChange('a'), aChange('b'), aChange('c')]));
    run.ends().ends(failedEnding).answers('rollback');
    expect(run.state().rollback?.steps.map((s) => s.step.id)).toEqual(['undo.b', 'undo.a']);
  });

  it('waits until the step it interrupts has ended', () => {
    const run = scenario(aPlan([aChange('a'), aChange('b')]));
    run.ends().when({ type: 'roll-back', reason: 'page is broken', who });
    expect(run.state().rollback?.steps[0]?.status).toBe('pending');
    run.when({
      type: 'ended',
      step: 'b',
      target: 'app',
      attempt: 1,
      ...failedEnding,
      outcome: { kind: 'lost', why: 'cut off' },
    });
    expect(run.state().rollback?.steps[0]?.status).toBe('running');
    expect(run.statuses().b).toBe('unknown');
  });

  it('is refused when nothing has changed, and a second time', () => {
    const run = scenario(aPlan([aChange('a'), aChange('b')]));
    expect(
      scenario(aPlan([aRollout({ changes: false })])).refused({ type: 'roll-back', reason: '', who }),
    ).toBe('nothing-to-roll-back');
    run.ends().when({ type: 'roll-back', reason: '', who });
    expect(run.refused({ type: 'roll-back', reason: '', who })).toBe('already-rolling-back');
  });

  it('handles a failing undo as carefully as a failing step', () => {
    const run = scenario(aPlan([aChange('a')]));
    run.ends(failedEnding).answers('rollback').ends(failedEnding);
    const asked = run.state().interruptions.at(-1);
    expect(asked?.options.map((o) => o.value)).toEqual(['retry', 'skip', 'stop']);
    run.answers('skip', 'restored by hand');
    expect(run.state().result).toBe('rollback_incomplete');
  });

  it('verifies afterwards with the phases the runbook names', () => {
    const smoke = { ...aChange('smoke'), phase: 'smoke' as const, changes: false, undo: null };
    const run = scenario(
      aPlan([aChange('a'), smoke], {
        rollback: { verify: ['smoke'], watch_ms: 2000, watch: ['error-rate'] },
      }),
    );
    run.ends().ends(failedEnding).answers('rollback');
    expect(run.state().rollback?.steps.map((s) => s.step.id)).toEqual([
      'undo.a',
      'verify.smoke',
      'watch.rollback',
    ]);
    run.ends().ends().samples('0', 4);
    expect(run.state().result).toBe('rolled_back');
  });
});
