/** A world for drivers: a ledger in memory that can be full at any append, and effects that end at once. */
import type { EffectContext, Perform } from '@core/engine/run-driver';
import { createRuns, type OpenRequest, type Runs } from '@core/engine/runs';
import { LedgerError } from '@core/ledger/ledger-error';
import type { Clock, Ledger, LedgerEntry } from '@core/ports';
import { canonicalBytes } from '@domain/evidence/canonical-json';
import { ok } from '@domain/kernel/result';
import type { RunPlan } from '@domain/plan/plan';
import type { Effect } from '@domain/run/effects';
import { passedEnding } from '../../../support/scenario';

export interface FullableLedger extends Ledger {
  readonly entries: readonly LedgerEntry[];
  /** Appends so far, refused ones included. */
  readonly appends: number;
  /** Refuses from the n-th append on (1-based), until told otherwise; null: there is room. */
  fullFrom: number | null;
}

export function memoryLedger(): FullableLedger {
  const entries: LedgerEntry[] = [];
  const runOf = (entry: LedgerEntry) =>
    (JSON.parse(new TextDecoder().decode(entry.payload)) as { run_id?: string }).run_id;
  let appends = 0;
  const self: FullableLedger = {
    entries,
    fullFrom: null,
    get appends() {
      return appends;
    },
    append: (drafts) => {
      appends += 1;
      if (self.fullFrom !== null && appends >= self.fullFrom)
        throw new LedgerError('full', 'the disk is full');
      const added = drafts.map(({ kind, payload }, i) => ({
        seq: entries.length + i + 1,
        at: new Date(Date.UTC(2026, 0, 1) + (entries.length + i) * 1000).toISOString(),
        kind,
        line: '',
        payload: canonicalBytes(payload),
      }));
      entries.push(...added);
      return added;
    },
    read: (from = 1) => entries.filter((e) => e.seq >= from),
    readRun: (id, from = 1) => entries.filter((e) => e.seq >= from && runOf(e) === id),
    runIds: () => [...new Set(entries.flatMap((e) => runOf(e) ?? []))],
    head: () => ({ origin: 'test', size: entries.length, head: '' }),
  };
  return self;
}

/** The clock of the machine for the driver; entries are stamped by the ledger above. */
export function testClock(ledger: FullableLedger): Clock {
  return {
    now: () => new Date(Date.UTC(2026, 0, 1) + ledger.entries.length * 1000).toISOString(),
    monotonic: () => ledger.entries.length,
    sleep: (_, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) resolve();
        else setImmediate(resolve);
      }),
  };
}

export interface World {
  /** Begun effects in order, by id. */
  readonly begun: readonly string[];
  /** What each of them began with already stored: kinds in the ledger at that moment. */
  readonly perform: Perform;
  /** Effects under way now. */
  readonly underWay: ReadonlySet<string>;
}

/** Commands pass and samples are good, at once. `execute` replaces what a command does. */
export function world(execute: (effect: Effect, context: EffectContext) => Promise<void> = passes): World {
  const begun: string[] = [];
  const underWay = new Set<string>();
  return {
    begun,
    underWay,
    perform: async (effect, context) => {
      begun.push(effect.id);
      underWay.add(effect.id);
      try {
        await (effect.type === 'execute' ? execute(effect, context) : watches(effect, context));
      } finally {
        underWay.delete(effect.id);
      }
    },
  };
}

export async function passes(effect: Effect, context: EffectContext): Promise<void> {
  if (effect.type !== 'execute') return;
  const { step, target, attempt } = effect;
  context.report({ type: 'started', step, target, attempt });
  await new Promise((resolve) => setImmediate(resolve));
  context.report({ type: 'ended', step, target, attempt, ...passedEnding });
}

async function watches(effect: Effect, context: EffectContext): Promise<void> {
  if (effect.type !== 'observe') return;
  const values = [{ metric: 'error-rate', value: '0.001', error: null }];
  while (!context.signal.aborted) {
    context.report({ type: 'sampled', step: effect.step, stage: effect.stage, values });
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export function runsIn(ledger: FullableLedger, { perform }: World): Runs {
  let n = 0;
  const uuid = () => {
    n += 1;
    return `0197a000-0000-7000-8000-${String(n).padStart(12, '0')}`;
  };
  return createRuns({
    ledger,
    clock: testClock(ledger),
    ids: { uuid },
    performFor: async () => ok({ perform, release: async () => {} }),
  });
}

export const request = (plan: RunPlan): OpenRequest => ({
  plan,
  who: { by: 'ann', via: 'window' },
  app: { name: 'holdpoint', version: '0', node: '24', electron: null },
  answersSha256: null,
  workspace: '/w',
  correlationId: null,
  releaseCandidateId: null,
});
