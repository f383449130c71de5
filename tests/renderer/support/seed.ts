/** A machine in the middle of its day: one run on its way back, one released, one rolled back. */
import { effectsOf } from '@domain/run/effects';
import { openInterruptions } from '@domain/run/state';
import { type FakeCore, type FakeData, fakeCore, runId } from './fake-core';
import type { FakeRun } from './fake-run';
import release from './release.yaml?raw';

export const RELEASE = 'runbooks/practice/release.yaml';
export const BROKEN = 'runbooks/broken.yaml';

/** A runbook with an unknown key and no acceptance, to show problems in place. */
const broken = `holdpoint: 1
id: orders-hotfix
title: { en: Orders hotfix }
targets: { app: { target: app } }
phases:
  - kind: deploy
    steps:
      - id: restart
        on: app
        changes: true
        timeot: 30s
        run: systemctl restart orders
`;

export const texts = (): Record<string, string> => ({ [RELEASE]: release, [BROKEN]: broken });

export function seededCore(over: Partial<FakeData> = {}): FakeCore {
  const core = fakeCore(texts(), over);
  core.open('1.4.2', runId(1), '2026-11-20T21:02:11.000Z').walkTo(null);
  seal(core, 'release');
  const bad = core.open('1.5.1', runId(2), '2026-11-21T22:10:40.000Z');
  goWrong(bad);
  bad.walkTo(null);
  seal(core, 'rollback');
  const open = core.open('1.5.1', runId(3), '2026-11-22T02:04:05.000Z');
  goWrong(open);
  open.endOne();
  open.endOne();
  return core;
}

/** 10 % of the traffic is fine, 30 % is not; the operator takes it back. */
function goWrong(run: FakeRun): void {
  run.walkTo('ramp');
  run.endOne();
  const stages = () => run.state().steps.find((s) => s.step.id === 'ramp')?.observation?.stages.length ?? 0;
  while (stages() < 2 && openInterruptions(run.state()).length === 0) {
    if (effectsOf(run.state()).some((e) => e.type === 'execute')) run.endOne();
    else run.sample('0.012');
  }
  while (openInterruptions(run.state()).length === 0) run.sample('0.184');
  run.answer('rollback', 'errors at 18 % with 30 % of the traffic');
}

function seal(core: FakeCore, record: 'release' | 'rollback'): void {
  const sha256 = '5f1c9ab27de04431'.repeat(4);
  core.runs[0]?.command({ type: 'sealed', record, sha256, signers: ['device', 'ann'] });
}
