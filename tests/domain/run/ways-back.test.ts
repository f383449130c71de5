import { composeRollback } from '@domain/run/compose-rollback';
import { describe, expect, it } from 'vitest';
import { aChange, anAttest, aPlan, aRollout, aStep } from '../../support/builders/plan';
import { failedEnding, lostEnding, scenario } from '../../support/scenario';

const who = { by: 'ann', via: 'window' } as const;
const three = ['app', 'app2', 'app3'].map((name) => ({
  name,
  host: 'h',
  port: 22,
  user: 'u',
  transport: 'ssh2' as const,
  vars: [],
}));

describe('vouching for an unknown outcome', () => {
  it('settles only the target that is unknown: the others still run', () => {
    const run = scenario(
      aPlan([aChange('a', { targets: ['app', 'app2', 'app3'] })], { targets: [...three] }),
    );
    run.ends(lostEnding).answers('happened', 'looked at app');
    expect(run.state().steps[0]?.targets.map((t) => t.status)).toEqual(['passed', 'running', 'pending']);
    run.ends().ends();
    expect(run.state().result).toBe('released');
  });

  it('of an apply command opens its stage: a rollout passes only by what is observed', () => {
    const run = scenario(aPlan([aRollout()]));
    run.ends(lostEnding).answers('happened', 'traffic show says 10');
    expect(run.statuses()).toEqual({ ramp: 'running' });
    expect(run.kinds.at(-1)).toBe('stage.open');
    expect(run.state().result).toBeNull();
  });
});

describe('the way back', () => {
  it('takes back a step of this machine on this machine', () => {
    const local = aChange('tag', { targets: [], action: { type: 'local', script: 'git tag v1' } });
    const run = scenario(aPlan([local]));
    run.ends(failedEnding).answers('rollback');
    expect(run.state().rollback?.steps[0]?.step.action).toEqual({ type: 'local', script: 'undo tag' });
  });

  it('never makes a change again to verify that it was taken back', () => {
    const plan = aPlan([aChange('a'), aStep({ id: 'look' })], {
      rollback: { verify: ['deploy'], watch_ms: null, watch: [] },
    });
    const run = scenario(plan);
    run.ends().ends(failedEnding).answers('rollback');
    expect(run.state().rollback?.steps.map((s) => s.step.id)).toEqual(['undo.a', 'verify.look']);
  });

  it('is blocked by a value that the half-done step never set, and names it', () => {
    const a = aChange('a', {
      produces: [{ name: 'release_dir', value: '/r' }],
      undo: { script: 'rm -rf "${release_dir}/new"', expect: [{ rule: 'exit', equals: 0 }] },
    });
    const run = scenario(aPlan([a]));
    run.ends(failedEnding).answers('rollback');
    expect(run.statuses()).toMatchObject({ 'undo.a': 'blocked' });
    expect(run.state().interruptions.at(-1)?.text.en).toContain('release_dir');
  });

  it('is incomplete when something that ran can not be taken back', () => {
    const forGood = aChange('mail', { undo: null, irreversible: 'mails are out' });
    const run = scenario(aPlan([aChange('a'), forGood, aStep({ id: 'b' })]));
    run.ends().ends().ends(failedEnding).answers('rollback').ends();
    expect(run.state().result).toBe('rollback_incomplete');
  });

  it('names the changes that may still be at work: running ones, and those whose end nobody saw', () => {
    const run = scenario(aPlan([aChange('a'), aChange('b')]));
    run.ends();
    expect(composeRollback(run.state()).mayStillRun).toEqual([{ step: 'b', target: 'app' }]);
    run.ends(lostEnding);
    expect(composeRollback(run.state()).mayStillRun).toEqual([{ step: 'b', target: 'app' }]);
    run.answers('happened', 'looked at it');
    expect(composeRollback(run.state()).mayStillRun).toEqual([]);
  });

  it('is not offered before anything ran that could be taken back', () => {
    const run = scenario(aPlan([aStep({ id: 'a' })]));
    run.ends(failedEnding);
    expect(run.state().interruptions[0]?.options.map((o) => o.value)).toEqual(['retry', 'skip', 'stop']);
  });

  it('waits for the end of the forward step that is being cut off', () => {
    const run = scenario(aPlan([aChange('a'), aChange('b')]));
    run.ends().when({ type: 'roll-back', reason: 'phone', who });
    expect(run.kinds.at(-1)).toBe('rollback.begun');
    run.when({ type: 'ended', step: 'b', target: 'app', attempt: 1, ...lostEnding });
    expect(run.kinds.at(-1)).toBe('step.intent');
    expect(run.statuses()).toMatchObject({ b: 'unknown', 'undo.b': 'running', 'undo.a': 'pending' });
  });

  it('covers every target that an apply command began on', () => {
    const run = scenario(aPlan([aRollout({ targets: ['app', 'app2', 'app3'] })], { targets: [...three] }));
    run.ends().ends(failedEnding);
    expect(composeRollback(run.state()).steps[0]?.targets).toEqual(['app', 'app2']);
  });
});

describe('a breach that rolls back by itself', () => {
  const plan = () => {
    const ramp = aRollout();
    if (ramp.action.type !== 'rollout') throw new Error('no rollout');
    return aPlan([{ ...ramp, action: { ...ramp.action, on_fail: 'rollback' } }]);
  };

  it('withdraws what was still asked about the stage', () => {
    const run = scenario(plan());
    run.ends().samples(null, 20);
    expect(run.state().interruptions.at(-1)?.kind).toBe('inconclusive');
    run.samples('0.5', 20);
    expect(run.state().rollback?.trigger).toBe('verdict');
    expect(run.state().interruptions.every((i) => i.answer !== null || i.withdrawn !== null)).toBe(true);
  });

  it('asks a person when nothing ran that could be taken back', () => {
    const watch = aStep({
      id: 'watch',
      targets: [],
      expect: [],
      action: { type: 'observe', hold_ms: 5000, watch: ['error-rate'], on_fail: 'rollback' },
    });
    const run = scenario(aPlan([watch]));
    run.samples('0.5', 4);
    expect(run.state().rollback).toBeNull();
    expect(
      run
        .state()
        .interruptions.at(-1)
        ?.options.map((o) => o.value),
    ).toEqual(['hold', 'promote', 'stop']);
  });
});

describe('a run that ends', () => {
  it('shows a rollout that was watched as cancelled, never as running', () => {
    const run = scenario(aPlan([aRollout()]));
    run.ends().when({ type: 'stop', reason: 'window is over', who });
    expect(run.statuses()).toEqual({ ramp: 'cancelled' });
  });

  it('refuses a record before that, and an answer with a NUL', () => {
    const ask = { type: 'ask', question: { en: 'ticket?' }, into: 'ticket' } as const;
    const run = scenario(aPlan([{ ...anAttest('t'), action: ask }]));
    expect(run.refused({ type: 'sealed', record: 'release', sha256: 'a', signers: [] })).toBe('not-now');
    const answer = { type: 'answer', interruption: 'i1', reason: '', who } as const;
    expect(run.refused({ ...answer, value: 'CHG\0-1' })).toBe('bad-answer');
  });
});
