/**
 * The run record (TRUST F5): what this machine recorded about a release, a rollback or a drill, as one canonical
 * document that is signed and checked without Holdpoint. Everything in it comes from the run's ledger entries, so
 * anyone who holds those can make it again and compare the bytes.
 *
 * Shapes are only ever added to within `v: 1`; a change of meaning is `v: 2` beside it.
 */
import { z } from 'zod';
import {
  exported,
  localText,
  metricSpec,
  named,
  phaseKind,
  runKind,
  runPlan,
  slug,
  variableName,
} from '../plan/plan';
import { interruptionKind, via } from '../run/event';
import { checkResult, outcome, outputDigest } from '../run/outcome';
import { sampleValue, stageVerdict } from '../verdict/types';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** By the recording machine's clock, `YYYY-MM-DDTHH:MM:SS.mmmZ`. */
const at = z.string();
const who = { by: z.string(), via };

export const recordKind = z.enum(['release', 'rollback', 'drill']);
export type RecordKind = z.infer<typeof recordKind>;

export const appVersion = z.strictObject({ name: z.string(), version: z.string() });
export type AppVersion = z.infer<typeof appVersion>;

const identity = z.strictObject({
  at,
  host_key_type: z.string(),
  /** The fingerprint of the key the host really showed, as `ssh-keygen -l` prints it. */
  host_key_sha256: z.string(),
  hostname: z.string(),
  /** The target's clock minus ours. */
  clock_offset_ms: z.int(),
});

export const recordTarget = z.strictObject({
  name: slug,
  host: z.string(),
  port: z.int(),
  user: z.string(),
  /** Each different identity it showed, in order; empty when the run never reached it. */
  identities: z.array(identity),
});
export type RecordTarget = z.infer<typeof recordTarget>;

export const recordPerson = z.strictObject({
  name: z.string(),
  /** Every way their acts reached the app. `policy` is the runbook's own rule, not a person. */
  via: z.array(via),
  opened: z.boolean(),
  decisions: z.int().nonnegative(),
});
export type RecordPerson = z.infer<typeof recordPerson>;

/** One question and the answer it got; `answer` null when it was withdrawn or never answered. */
export const recordDecision = z.strictObject({
  interruption: z.string(),
  kind: interruptionKind,
  step: slug.nullable(),
  target: slug.nullable(),
  asked_at: at,
  text: localText,
  offered: z.array(z.string()),
  answer: z.strictObject({ at, ...who, value: z.string(), reason: z.string() }).nullable(),
  withdrawn: z.string().nullable(),
});
export type RecordDecision = z.infer<typeof recordDecision>;

/**
 * What the step's end rests on. sensed: the app looked and its rules held or did not. attested: a named person says
 * so. nothing: it never ran, or nobody knows.
 */
export const basis = z.enum(['sensed', 'attested', 'nothing']);
export type Basis = z.infer<typeof basis>;

export const recordStep = z.strictObject({
  id: slug,
  part: z.enum(['forward', 'rollback']),
  phase: phaseKind,
  title: localText,
  action: z.string(),
  targets: z.array(slug),
  changes: z.boolean(),
  irreversible: z.string().nullable(),
  status: z.enum([
    'pending',
    'blocked',
    'waiting',
    'running',
    'passed',
    'failed',
    'unknown',
    'skipped',
    'undone',
    'cancelled',
  ]),
  basis,
  started_at: at.nullable(),
  ended_at: at.nullable(),
  /** Values it needed and nobody had set. */
  missing: z.array(variableName),
});
export type RecordStep = z.infer<typeof recordStep>;

/** One start of a command: on one target, or here when `target` is null. */
export const recordAttempt = z.strictObject({
  step: slug,
  target: slug.nullable(),
  attempt: z.int().positive(),
  intent_at: at,
  started_at: at.nullable(),
  ended_at: at.nullable(),
  /** The command's text is in `scripts` under this digest. */
  script_sha256: z.string().nullable(),
  /** What it saw in its environment, without secrets. */
  exports: z.array(exported),
  /** unfinished: no end was recorded, so nobody knows. */
  status: z.enum(['passed', 'failed', 'unknown', 'unfinished']),
  outcome: outcome.nullable(),
  checks: z.array(checkResult),
  /** Of the masked bytes as stored. */
  output: outputDigest.nullable(),
  values: z.array(named),
  files: z.array(z.strictObject({ path: z.string(), bytes: z.int(), sha256: z.string() })),
  /** By the clock that never jumps; null without an end. */
  duration_ms: z.int().nonnegative().nullable(),
});
export type RecordAttempt = z.infer<typeof recordAttempt>;

export const recordScript = z.strictObject({ sha256: z.string(), text: z.string() });
export type RecordScript = z.infer<typeof recordScript>;

export const recordSample = z.strictObject({
  at,
  step: slug,
  stage: z.int().nonnegative(),
  values: z.array(sampleValue),
});
export type RecordSample = z.infer<typeof recordSample>;

export const recordStage = z.strictObject({
  step: slug,
  stage: z.int().nonnegative(),
  /** Share of the traffic, percent; null for a plain observation. */
  weight: z.int().nullable(),
  opened_at: at,
  ended_at: at.nullable(),
  /** A person let it pass against, or without, a verdict. */
  overridden: z.boolean(),
  /** The newest verdict; null when no round was taken. */
  verdict: stageVerdict.nullable(),
});
export type RecordStage = z.infer<typeof recordStage>;

/**
 * What stays visible for ever. skipped, overridden, vouched: a person's word against or instead of a measurement.
 * failed, unknown, unfinished: attempts that did not end well. blocked, cancelled: never ran. remains: a change that
 * the rollback could not take back.
 */
export const recordException = z.strictObject({
  kind: z.enum([
    'skipped',
    'overridden',
    'vouched',
    'failed',
    'unknown',
    'unfinished',
    'blocked',
    'cancelled',
    'remains',
  ]),
  step: slug,
  target: slug.nullable(),
  at: at.nullable(),
  by: z.string().nullable(),
  reason: z.string(),
});
export type RecordException = z.infer<typeof recordException>;

export const recordRollback = z.strictObject({
  begun_at: at,
  ...who,
  reason: z.string(),
  trigger: z.enum(['person', 'verdict', 'failure']),
  steps: z.array(slug),
  ended_at: at.nullable(),
  duration_ms: z.int().nullable(),
});

/** Parts that may be kept beside the record when it would be larger than a canonical document may be. */
export const attachable = z.enum(['samples', 'scripts', 'attempts']);
export type Attachable = z.infer<typeof attachable>;

/** A part kept beside the record: one canonical document a line. */
export const recordAttachment = z.strictObject({
  part: attachable,
  file: z.string(),
  sha256,
  bytes: z.int(),
  items: z.int(),
});
export type RecordAttachment = z.infer<typeof recordAttachment>;

export const runRecord = z.strictObject({
  v: z.literal(1),
  record: recordKind,
  run_id: z.string(),
  correlation_id: z.string(),
  release_candidate_id: z.string(),
  run_kind: runKind,
  environment: runPlan.shape.environment,
  runbook: runPlan.shape.runbook,
  inputs: z.array(named),
  /** Names only; their values are in no record. */
  secrets: z.array(variableName),
  /** The ledger before this record was sealed; what was recorded after `size` is not in here. */
  ledger: z.strictObject({ origin: z.string(), size: z.int(), head: sha256 }),
  /** What wrote the record, and what opened the run. */
  app: appVersion,
  opened_with: z.strictObject({
    name: z.string(),
    version: z.string(),
    node: z.string(),
    electron: z.string().nullable(),
  }),
  answers_sha256: z.string().nullable(),
  opened: z.strictObject({ at, ...who }),
  closed: z.strictObject({
    at,
    ...who,
    result: z.enum(['released', 'rolled_back', 'rollback_incomplete', 'stopped']),
    reason: z.string(),
  }),
  /** From opening to closing by the wall clock of this machine; negative when that clock was set back. */
  duration_ms: z.int(),
  pauses: z.array(
    z.strictObject({
      at,
      ...who,
      reason: z.string(),
      resumed_at: at.nullable(),
      resumed_by: z.string().nullable(),
    }),
  ),
  targets: z.array(recordTarget),
  people: z.array(recordPerson),
  decisions: z.array(recordDecision),
  steps: z.array(recordStep),
  attempts: z.array(recordAttempt),
  scripts: z.array(recordScript),
  metrics: z.array(metricSpec),
  stages: z.array(recordStage),
  samples: z.array(recordSample),
  exceptions: z.array(recordException),
  rollback: recordRollback.nullable(),
  /** Parts left empty above because they are files of their own. */
  attachments: z.array(recordAttachment),
  /** Roles that must sign off on this record; none so far. */
  required_signoffs: z.array(z.string()),
});
export type RunRecord = z.infer<typeof runRecord>;
