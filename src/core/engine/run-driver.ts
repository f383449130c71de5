/**
 * Drives one run: command -> decide -> ledger -> evolve -> effects. What was begun is on disk before it begins.
 * Effects are reconciled with what the state asks for, so a restart continues without a plan of its own.
 */
import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '@domain/kernel/result';
import type { Command, RefusalCode } from '@domain/run/command';
import { decide } from '@domain/run/decide';
import { type Effect, effectsOf } from '@domain/run/effects';
import type { Recorded } from '@domain/run/event';
import { evolve } from '@domain/run/evolve';
import type { RunState } from '@domain/run/state';
import type { Clock, Ledger } from '../ports';
import { fromEntry, toDraft } from './event-codec';

export interface EffectContext {
  readonly signal: AbortSignal;
  state(): RunState;
  /** Feeds a fact back. Facts about attempts that are over are dropped: the state has moved on. */
  report(command: Command): void;
}

export type Perform = (effect: Effect, context: EffectContext) => Promise<void>;

export interface RunDriver {
  readonly runId: string;
  state(): RunState;
  command(command: Command): Result<void, DriverFailure>;
  subscribe(listener: (events: readonly Recorded[]) => void): () => void;
  /** Set when the ledger could not be written: nothing goes on, nothing is shown that is not stored. */
  halted(): Error | null;
  onHalt(listener: (error: Error) => void): void;
  /** Stops effects without recording anything, as a crash would; resolves when they have ended. */
  detach(): Promise<void>;
}

export interface DriverFailure {
  readonly code: RefusalCode | 'halted';
  readonly message: string;
}

export interface DriverParts {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly perform: Perform;
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export function createRunDriver(initial: RunState, { ledger, clock, perform }: DriverParts): RunDriver {
  let state = initial;
  let halted: Error | null = null;
  let detached = false;
  const listeners = new Set<(events: readonly Recorded[]) => void>();
  const haltListeners = new Set<(error: Error) => void>();
  const running = new Map<string, { readonly abort: AbortController; readonly done: Promise<void> }>();
  const begun = new Set<string>();

  const command = (asked: Command): Result<void, DriverFailure> => {
    if (halted !== null) return fail('halted', halted.message);
    if (detached) return fail('halted', 'this process has let the run go');
    const decision = decide(state, asked, { now: clock.now(), sha256 });
    if (!decision.ok) return decision;
    if (!store(decision.value.map(toDraft)))
      return fail('halted', (halted as Error | null)?.message ?? 'halted');
    reconcile();
    return ok(undefined);
  };

  const store = (drafts: ReturnType<typeof toDraft>[]): boolean => {
    if (drafts.length === 0) return true;
    try {
      const events = ledger.append(drafts).flatMap((entry) => fromEntry(entry) ?? []);
      for (const event of events) state = evolve(state, event);
      for (const listener of listeners) listener(events);
      return true;
    } catch (error) {
      halt(error instanceof Error ? error : new Error(String(error)));
      return false;
    }
  };

  const halt = (error: Error): void => {
    halted = error;
    // What runs on targets goes on there and is unknown later; watching without a ledger would be for nobody.
    for (const [id, one] of running) if (!id.startsWith('execute:')) one.abort.abort();
    for (const listener of haltListeners) listener(error);
  };

  const reconcile = (): void => {
    if (detached) return;
    const wanted = effectsOf(state);
    for (const [id, one] of running) if (!wanted.some((e) => e.id === id)) one.abort.abort();
    for (const effect of wanted) if (!running.has(effect.id)) start(effect);
  };

  const start = (effect: Effect): void => {
    // An attempt that ended without a report would run a second time: that must never happen by our doing.
    if (effect.type === 'execute' && begun.has(effect.id)) {
      halt(new Error(`${effect.id} ended unreported`));
      return;
    }
    begun.add(effect.id);
    const abort = new AbortController();
    const context: EffectContext = { signal: abort.signal, state: () => state, report };
    // Begins in a turn of its own: the command that caused it returns first.
    const done = Promise.resolve()
      .then(() => perform(effect, context))
      .catch((error: unknown) => halt(error instanceof Error ? error : new Error(String(error))))
      .finally(() => {
        running.delete(effect.id);
        if (halted === null) reconcile();
      });
    running.set(effect.id, { abort, done });
  };

  const report = (fact: Command): void => {
    if (detached) return;
    command(fact);
  };

  return {
    runId: initial.runId,
    state: () => state,
    command,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    halted: () => halted,
    onHalt: (listener) => haltListeners.add(listener),
    detach: async () => {
      detached = true;
      const ending = [...running.values()];
      for (const one of ending) one.abort.abort();
      await Promise.all(ending.map((one) => one.done));
    },
  };
}
