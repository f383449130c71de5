/**
 * The state of a run in memory: only ever what its events say. Replaying the ledger gives the same state.
 * Read it freely (screens do); change it only through `evolve`.
 */
import type { Exported, PlanStep, RunKind, RunPlan } from '../plan/plan';
import type { StageFold } from '../verdict/judge';
import type { Round, StageVerdict } from '../verdict/types';
import type { InterruptionKind, Option, Via } from './event';
import type { CheckResult, Outcome, OutputDigest } from './outcome';

export type StepStatus =
  | 'pending' // not reached
  | 'blocked' // needs values nobody has set
  | 'waiting' // a person is asked
  | 'running'
  | 'passed'
  | 'failed'
  | 'unknown' // started, and nobody knows how it ended
  | 'skipped'
  | 'undone' // passed once, taken back by the rollback
  | 'cancelled'; // never reached or not watched to its end, because the run ended or went back

/** Statuses after which the next step may begin. */
export const SETTLED: readonly StepStatus[] = ['passed', 'skipped', 'undone', 'cancelled'];

/** One step on one target. `target` is null for steps that touch none. */
export interface TargetState {
  readonly target: string | null;
  readonly status: 'pending' | 'running' | 'passed' | 'failed' | 'unknown';
  /** 0 before the first intent. */
  readonly attempt: number;
  readonly script: string | null;
  readonly exports: readonly Exported[];
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly durationMs: number | null;
  readonly outcome: Outcome | null;
  readonly checks: readonly CheckResult[];
  readonly output: OutputDigest | null;
}

export interface StageState {
  readonly stage: number;
  readonly weight: number | null;
  readonly openedAt: string;
  readonly endedAt: string | null;
  readonly fold: StageFold;
  /** Rounds taken so far, with or without data. */
  readonly rounds: number;
  /** Newest verdict, null before the first round. */
  readonly verdict: StageVerdict | null;
  /** How many rounds had been taken when a person was last asked about this stage. */
  readonly askedAtRound: number;
  /** True when a person let it pass against the verdict. */
  readonly overridden: boolean;
}

export interface Observation {
  readonly stages: readonly StageState[];
  readonly rounds: readonly Round[];
}

export interface StepState {
  readonly step: PlanStep;
  readonly status: StepStatus;
  readonly targets: readonly TargetState[];
  readonly missing: readonly string[];
  readonly observation: Observation | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** Who said so and why, for attested, skipped and settled steps. */
  readonly decision: Answer | null;
}

export interface Answer {
  readonly value: string;
  readonly reason: string;
  readonly by: string;
  readonly via: Via;
  readonly at: string;
}

export interface Interruption {
  readonly id: string;
  readonly kind: InterruptionKind;
  readonly step: string | null;
  readonly target: string | null;
  readonly text: { readonly en: string; readonly zh_cn?: string | undefined };
  readonly options: readonly Option[];
  readonly freeText: boolean;
  readonly raisedAt: string;
  readonly answer: Answer | null;
  readonly withdrawn: string | null;
}

export interface IdentifiedTarget {
  readonly target: string;
  readonly hostKeyType: string;
  readonly hostKeySha256: string;
  readonly hostname: string;
  readonly clockOffsetMs: number;
}

export interface Rollback {
  readonly begunAt: string;
  readonly by: string;
  readonly reason: string;
  readonly trigger: 'person' | 'verdict' | 'failure';
  readonly steps: readonly StepState[];
}

export type RunResult = 'released' | 'rolled_back' | 'rollback_incomplete' | 'stopped';

export interface RunState {
  readonly runId: string;
  readonly correlationId: string;
  readonly releaseCandidateId: string;
  readonly kind: RunKind;
  readonly plan: RunPlan;
  /** The workspace folder it was opened in, null in runs of tests. */
  readonly workspace: string | null;
  readonly openedAt: string;
  readonly openedBy: string;
  readonly paused: boolean;
  readonly steps: readonly StepState[];
  readonly rollback: Rollback | null;
  /** Values set by steps and answers, by name. */
  readonly values: ReadonlyMap<string, string>;
  readonly targets: readonly IdentifiedTarget[];
  readonly interruptions: readonly Interruption[];
  readonly result: RunResult | null;
  readonly closedAt: string | null;
  /** Record digests sealed so far, newest last. */
  readonly records: readonly { readonly record: string; readonly sha256: string }[];
  /** Ledger number of the newest event. */
  readonly seq: number;
}

/** The steps the run is working through: the rollback's once it has begun. */
export const activeSteps = (state: RunState): readonly StepState[] => state.rollback?.steps ?? state.steps;

/** The step the run stands at, undefined when all are settled. */
export const currentStep = (state: RunState): StepState | undefined =>
  activeSteps(state).find((s) => !SETTLED.includes(s.status));

export const openInterruptions = (state: RunState): readonly Interruption[] =>
  state.interruptions.filter((i) => i.answer === null && i.withdrawn === null);

export const findStep = (state: RunState, id: string): StepState | undefined =>
  [...(state.rollback?.steps ?? []), ...state.steps].find((s) => s.step.id === id);

/** The stage that is being watched, undefined when none is. */
export const openStage = (step: StepState): StageState | undefined =>
  step.observation?.stages.find((s) => s.endedAt === null);
