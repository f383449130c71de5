import { describe, expect, it } from 'vitest';
import { aChange, anAttest, aPlan, aStep } from '../../support/builders/plan';
import { failedEnding, lostEnding, replayed, scenario } from '../../support/scenario';

describe('a run that goes forward', () => {
  it('records the intent before the command runs, and closes as released when every step passed', () => {
    const run = scenario(aPlan([aStep({ id: 'a' }), aChange('b')]));
    expect(run.kinds).toEqual(['run.open', 'step.intent']);
    run.ends().ends();
    expect(run.state().result).toBe('released');
    expect(run.kinds).toEqual([
      'run.open',
      'step.intent',
      'step.done',
      'step.intent',
      'step.done',
      'run.close',
    ]);
  });

  it('asks a person to attest, and records who said so', () => {
    const run = scenario(aPlan([anAttest('docs'), aStep({ id: 'a' })]));
    expect(run.statuses()).toEqual({ docs: 'waiting', a: 'pending' });
    run.answers('yes');
    expect(run.state().steps[0]?.decision).toMatchObject({ value: 'yes', by: 'ann' });
    expect(run.statuses()).toEqual({ docs: 'passed', a: 'running' });
  });

  it('refuses an answer that was not offered, an empty reason, and a second answer', () => {
    const run = scenario(aPlan([anAttest('docs'), anAttest('more')]));
    const who = { by: 'bob', via: 'window' } as const;
    const answer = { type: 'answer', interruption: 'i1', reason: '', who } as const;
    expect(run.refused({ ...answer, value: 'maybe' })).toBe('bad-answer');
    expect(run.refused({ ...answer, value: 'no' })).toBe('reason-needed');
    run.answers('yes');
    expect(run.refused({ ...answer, value: 'yes' })).toBe('already-answered');
    expect(run.refused({ ...answer, interruption: 'i9', value: 'yes' })).toBe('no-such-interruption');
  });

  it('stops at a failure, and goes on after a retry that passes', () => {
    const run = scenario(aPlan([aChange('a'), aStep({ id: 'b' })]));
    run.ends(failedEnding);
    expect(run.statuses()).toEqual({ a: 'failed', b: 'pending' });
    expect(run.state().interruptions[0]?.options.map((o) => o.value)).toEqual([
      'retry',
      'skip',
      'rollback',
      'stop',
    ]);
    run.answers('retry').ends();
    expect(run.state().steps[0]?.targets[0]?.attempt).toBe(2);
    expect(run.statuses()).toEqual({ a: 'passed', b: 'running' });
  });

  it('keeps a skipped step visible with its reason', () => {
    const run = scenario(aPlan([aStep({ id: 'a' })]));
    run.ends(failedEnding).answers('skip', 'done by hand');
    expect(run.statuses()).toEqual({ a: 'skipped' });
    expect(run.state().steps[0]?.decision?.reason).toBe('done by hand');
  });

  it('never calls a lost change failed or passed: a person settles it', () => {
    const run = scenario(aPlan([aChange('a')]));
    run.ends(lostEnding);
    expect(run.statuses()).toEqual({ a: 'unknown' });
    expect(
      run.refused({
        type: 'answer',
        interruption: 'i1',
        value: 'happened',
        reason: '',
        who: { by: 'x', via: 'window' },
      }),
    ).toBe('reason-needed');
    run.answers('happened', 'readlink shows the new release');
    expect(run.state().result).toBe('released');
  });

  it('retries a lost read by itself, a few times', () => {
    const run = scenario(aPlan([aStep({ id: 'a' })]));
    run.ends(lostEnding).ends(lostEnding);
    expect(run.state().steps[0]?.targets[0]?.attempt).toBe(3);
    run.ends(lostEnding);
    expect(run.statuses()).toEqual({ a: 'unknown' });
    expect(run.state().interruptions).toHaveLength(1);
  });

  it('takes an exit code of 0 without a single look at the rules for no proof', () => {
    const run = scenario(aPlan([aStep({ id: 'a' })]));
    run.ends({ checks: [] });
    expect(run.statuses()).toEqual({ a: 'failed' });
  });

  it('is blocked by a value nobody set, and names it', () => {
    const run = scenario(aPlan([aStep({ id: 'a', needs: ['backup_file'] })]));
    expect(run.statuses()).toEqual({ a: 'blocked' });
    expect(run.state().interruptions[0]?.text.en).toContain('backup_file');
  });

  it('hands values of one step to the next', () => {
    const run = scenario(aPlan([aStep({ id: 'a' }), aStep({ id: 'b', needs: ['backup_file'] })]));
    run.ends({ values: [{ name: 'backup_file', value: '/b/1.db' }] });
    expect(run.state().steps[1]?.targets[0]?.exports).toContainEqual({
      name: 'backup_file',
      value: '/b/1.db',
    });
  });

  it('begins nothing while it is paused, and goes on when resumed', () => {
    const who = { by: 'ann', via: 'window' } as const;
    const run = scenario(aPlan([aStep({ id: 'a' }), aStep({ id: 'b' })]));
    run.when({ type: 'pause', reason: 'phone', who }).ends();
    expect(run.statuses()).toEqual({ a: 'passed', b: 'pending' });
    run.when({ type: 'resume', who });
    expect(run.statuses()).toEqual({ a: 'passed', b: 'running' });
  });

  it('asks for the name of the target before anything touches production', () => {
    const run = scenario(aPlan([aStep({ id: 'a' })], { environment: 'production' }));
    expect(run.kinds).toEqual(['run.open', 'interruption.raised']);
    run.answers('app');
    expect(run.statuses()).toEqual({ a: 'running' });
  });

  it('works through several targets one after the other, and stops at the one that fails', () => {
    const run = scenario(
      aPlan([aChange('a', { targets: ['app', 'app2', 'app3'] })], {
        targets: ['app', 'app2', 'app3'].map((name) => ({
          name,
          host: 'h',
          port: 22,
          user: 'u',
          transport: 'ssh2',
          vars: [],
        })),
      }),
    );
    run.ends().ends(failedEnding);
    expect(run.state().steps[0]?.targets.map((t) => t.status)).toEqual(['passed', 'failed', 'pending']);
    run.answers('rollback');
    expect(run.state().rollback?.steps[0]?.step.targets).toEqual(['app', 'app2']);
  });

  it('replays to the state that was lived through', () => {
    const run = scenario(aPlan([anAttest('docs'), aChange('a'), aStep({ id: 'b' })]));
    run.answers('yes').ends(failedEnding).answers('retry').ends().ends();
    expect(replayed(run)).toEqual(run.state());
  });

  it('is unknown after a restart, never repeated by itself', () => {
    const run = scenario(aPlan([aChange('a')]));
    run.when({ type: 'recover' });
    expect(run.statuses()).toEqual({ a: 'unknown' });
    expect(run.state().interruptions[0]?.kind).toBe('unknown');
  });

  it('refuses facts about attempts that are over', () => {
    const run = scenario(aPlan([aChange('a')]));
    run.ends(failedEnding).answers('retry');
    expect(run.refused({ type: 'started', step: 'a', target: 'app', attempt: 1 })).toBe('stale');
  });
});
