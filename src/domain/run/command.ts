/** What may be asked of a run: by a person, by the driver that performs effects, or at a restart. */
import type { Named } from '../plan/plan';
import type { SampleValue } from '../verdict/types';
import type { EventOf, RunEvent, Via } from './event';
import type { CheckResult, Outcome, OutputDigest } from './outcome';

export interface Who {
  readonly by: string;
  readonly via: Via;
}

interface AttemptKey {
  readonly step: string;
  readonly target: string | null;
  readonly attempt: number;
}

export type Command =
  // people
  | {
      readonly type: 'answer';
      readonly interruption: string;
      readonly value: string;
      readonly reason: string;
      readonly who: Who;
    }
  | { readonly type: 'roll-back'; readonly reason: string; readonly who: Who }
  | { readonly type: 'pause'; readonly reason: string; readonly who: Who }
  | { readonly type: 'resume'; readonly who: Who }
  | { readonly type: 'stop'; readonly reason: string; readonly who: Who }
  // facts from the driver
  | { readonly type: 'proceed' }
  | ({ readonly type: 'started' } & AttemptKey)
  | ({ readonly type: 'ended' } & AttemptKey & Ending)
  | {
      readonly type: 'identified';
      readonly target: Omit<EventOf<'target.identified'>, 'kind' | keyof RunIds>;
    }
  | {
      readonly type: 'sampled';
      readonly step: string;
      readonly stage: number;
      readonly values: readonly SampleValue[];
    }
  | {
      readonly type: 'sealed';
      readonly record: EventOf<'record.sealed'>['record'];
      readonly sha256: string;
      readonly signers: readonly string[];
    }
  /** After a restart: what was running has an outcome nobody saw. */
  | { readonly type: 'recover' };

/** How an attempt ended, as measured. `failure` is set when the command never started. */
export interface Ending {
  readonly outcome: Outcome;
  readonly checks: readonly CheckResult[];
  readonly output: OutputDigest | null;
  readonly values: readonly Named[];
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
  readonly durationMs: number;
}

export interface RunIds {
  readonly run_id: string;
  readonly correlation_id: string;
  readonly release_candidate_id: string;
}

/** Why a command was refused: nothing was recorded, nothing changed. */
export type RefusalCode =
  | 'closed' // the run has ended
  | 'no-such-interruption'
  | 'already-answered'
  | 'bad-answer' // not among the options
  | 'reason-needed'
  | 'nothing-to-roll-back'
  | 'already-rolling-back'
  | 'not-now'
  | 'stale'; // about an attempt or stage that is over

/** Deterministic inputs that are not in the state: they come from the driver. */
export interface Context {
  /** ISO instant, see kernel/instant. */
  readonly now: string;
  /** Fills in script and exports of an attempt; pure, over plan and values. */
  readonly sha256: (text: string) => string;
}

export type Draft = RunEvent;
