/** The whole core against the practice target: real SSH, real processes, a real ledger. */
import { join } from 'node:path';
import type { Holdpoint } from '@core/app/holdpoint';
import { planRun } from '@core/app/plan-service';
import type { RunDriver } from '@core/engine/run-driver';
import { servePractice } from '@core/practice/serve';
import { replay } from '@domain/run/evolve';
import { type Interruption, openInterruptions, type RunState } from '@domain/run/state';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appOptions, openTestHoldpoint, removeDir, repo, tempDataDir } from '../../support/holdpoint';

let dataDir: string;
let holdpoint: Holdpoint;
let stop: AbortController;
let served: Promise<unknown>;

beforeEach(async () => {
  dataDir = tempDataDir();
  stop = new AbortController();
  const { nodeRunner, resourcesDir } = appOptions(dataDir);
  await new Promise<void>((onReady, reject) => {
    served = servePractice({
      dataDir,
      nodeRunner,
      resourcesDir,
      signal: stop.signal,
      onReady: () => onReady(),
    });
    served.then((result) => reject(new Error(JSON.stringify(result))), reject);
  });
  holdpoint = await openTestHoldpoint(dataDir);
});

afterEach(async () => {
  await holdpoint.close();
  stop.abort();
  await served;
  removeDir(dataDir);
});

async function openRun(version: string): Promise<RunDriver> {
  const workspace = holdpoint.workspaceAt(join(repo, 'resources/runbooks/practice'));
  const input = {
    path: 'release.yaml',
    environment: 'practice',
    kind: 'practice' as const,
    inputs: { version },
  };
  const planned = await planRun(workspace, input, holdpoint.practice.address);
  if (!planned.ok) throw new Error(JSON.stringify(planned.error, null, 1));
  const opened = await holdpoint.runs.open({
    plan: planned.value,
    who: { by: 'ann', via: 'terminal' },
    app: holdpoint.options.app,
    answersSha256: null,
    workspace: workspace.folder,
    correlationId: null,
    releaseCandidateId: null,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

const ANSWERS: Record<string, string> = { attest: 'yes', gate: 'go', verdict: 'rollback' };

/** Answers what is asked until the run has ended. */
function walkToEnd(driver: RunDriver): Promise<RunState> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const state = driver.state();
      const asked = openInterruptions(state)[0];
      if (state.result !== null) resolve(state);
      else if (asked !== undefined) answer(driver, asked, reject);
    };
    driver.subscribe(() => queueMicrotask(look));
    driver.onHalt(reject);
    look();
  });
}

function answer(driver: RunDriver, asked: Interruption, reject: (error: Error) => void): void {
  const value = ANSWERS[asked.kind];
  if (value === undefined) {
    const targets = driver.state().steps.find((s) => s.step.id === asked.step)?.targets;
    reject(new Error(`asked ${asked.kind}: ${asked.text.en} ${JSON.stringify(targets, null, 1)}`));
    return;
  }
  const who = { by: 'ann', via: 'terminal' } as const;
  const taken = driver.command({ type: 'answer', interruption: asked.id, value, reason: 'test', who });
  if (!taken.ok) reject(new Error(taken.error.message));
}

describe('a practice release', () => {
  it('of the good version is released, and the ledger replays to the same state', {
    timeout: 180_000,
  }, async () => {
    const driver = await openRun('1.5.0');
    const state = await walkToEnd(driver);
    expect(state.result).toBe('released');
    expect(state.steps.every((s) => s.status === 'passed')).toBe(true);
    expect(replay(holdpoint.runs.events(driver.runId))).toEqual(state);
  });

  it('of the bad version is caught under load and taken back', { timeout: 180_000 }, async () => {
    const driver = await openRun('1.5.1');
    const state = await walkToEnd(driver);
    expect(state.result).toBe('rolled_back');
    expect(state.rollback?.trigger).toBe('verdict');
    expect(state.steps.find((s) => s.step.id === 'schema')?.status).toBe('undone');
    expect(state.rollback?.steps.every((s) => s.status === 'passed')).toBe(true);
  });
});
