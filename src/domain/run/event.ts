/**
 * What happened in a run. Every event is one ledger entry (TRUST F2): `kind` is the line's kind, the rest its payload.
 * Stored for ever, so shapes are only ever added to. Keys are snake_case (TRUST F1).
 */
import { z } from 'zod';
import { exported, localText, named, planStep, runKind, runPlan, slug, variableName } from '../plan/plan';
import { sampleValue, stageVerdict } from '../verdict/types';
import { checkResult, outcome, outputDigest } from './outcome';

/** In every payload of a run (S2.13). */
const ids = { run_id: z.string(), correlation_id: z.string(), release_candidate_id: z.string() };

export const interruptionKind = z.enum([
  'confirm', // production: type the target's name
  'attest',
  'input',
  'gate',
  'failure',
  'unknown',
  'inconclusive',
  'verdict',
]);
export type InterruptionKind = z.infer<typeof interruptionKind>;

/** An answer that may be given, e.g. `retry`. `free` means any text of the person (an input). */
export const option = z.strictObject({ value: z.string(), needs_reason: z.boolean() });
export type Option = z.infer<typeof option>;

/** How a person's answer reached us. */
export const via = z.enum(['window', 'terminal', 'answers-file', 'policy']);
export type Via = z.infer<typeof via>;

const who = { by: z.string(), via };
const attempt = { step: slug, target: slug.nullable(), attempt: z.int().positive() };

const stepEnd = {
  ...attempt,
  outcome,
  checks: z.array(checkResult),
  output: outputDigest.nullable(),
  /** Values the step set: `$HOLDPOINT_OUTPUT` lines and its `produces`. */
  values: z.array(named),
  /** Files it proved: name, size, digest on the target or here. */
  files: z.array(z.strictObject({ path: z.string(), bytes: z.int(), sha256: z.string() })),
  duration_ms: z.int().nonnegative(),
};

export const runEvent = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('run.open'),
    ...ids,
    ...who,
    run_kind: runKind,
    plan: runPlan,
    app: z.strictObject({
      name: z.string(),
      version: z.string(),
      node: z.string(),
      electron: z.string().nullable(),
    }),
    /** Digest of the answers file, null when a person answers. */
    answers_sha256: z.string().nullable(),
    /** The workspace folder on this machine: where a restart finds the files of the run again. */
    workspace: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal('target.identified'),
    ...ids,
    target: slug,
    host_key_type: z.string(),
    host_key_sha256: z.string(), // as ssh-keygen -l prints it, SHA256:...
    hostname: z.string(),
    clock_offset_ms: z.int(),
  }),
  z.strictObject({
    kind: z.literal('step.intent'),
    ...ids,
    ...attempt,
    /** What will run, byte for byte; null for steps without a command. */
    script: z.string().nullable(),
    script_sha256: z.string().nullable(),
    /** Exports without secrets. */
    exports: z.array(exported),
  }),
  z.strictObject({ kind: z.literal('step.started'), ...ids, ...attempt }),
  z.strictObject({ kind: z.literal('step.done'), ...ids, ...stepEnd, status: z.enum(['passed', 'failed']) }),
  z.strictObject({ kind: z.literal('step.unknown'), ...ids, ...stepEnd }),
  z.strictObject({ kind: z.literal('step.blocked'), ...ids, step: slug, missing: z.array(variableName) }),
  z.strictObject({
    kind: z.literal('stage.open'),
    ...ids,
    step: slug,
    stage: z.int().nonnegative(),
    weight: z.int(),
  }),
  z.strictObject({
    kind: z.literal('observe.sample'),
    ...ids,
    step: slug,
    stage: z.int().nonnegative(),
    values: z.array(sampleValue),
  }),
  /** A verdict that changed something: the stage ended, or the breach was seen. */
  z.strictObject({
    kind: z.literal('observe.verdict'),
    ...ids,
    step: slug,
    stage: z.int().nonnegative(),
    verdict: stageVerdict,
  }),
  z.strictObject({
    kind: z.literal('interruption.raised'),
    ...ids,
    interruption: z.string(),
    interruption_kind: interruptionKind,
    step: slug.nullable(),
    target: slug.nullable(),
    text: localText,
    options: z.array(option),
    /** Any text is an answer (kind input), or exactly this text is (kind confirm). */
    free_text: z.boolean(),
  }),
  /** A person's answer, or the policy's: TRUST 1.4 calls every one of them a gate decision. */
  z.strictObject({
    kind: z.literal('gate.decision'),
    ...ids,
    ...who,
    interruption: z.string(),
    value: z.string(),
    reason: z.string(),
  }),
  /** An interruption that answered itself because what it asked about is over (for example rolled back). */
  z.strictObject({
    kind: z.literal('interruption.withdrawn'),
    ...ids,
    interruption: z.string(),
    why: z.string(),
  }),
  z.strictObject({ kind: z.literal('run.paused'), ...ids, ...who, reason: z.string() }),
  z.strictObject({ kind: z.literal('run.resumed'), ...ids, ...who }),
  z.strictObject({
    kind: z.literal('rollback.begun'),
    ...ids,
    ...who,
    reason: z.string(),
    trigger: z.enum(['person', 'verdict', 'failure']),
    steps: z.array(planStep),
  }),
  z.strictObject({
    kind: z.literal('run.close'),
    ...ids,
    result: z.enum(['released', 'rolled_back', 'rollback_incomplete', 'stopped']),
    ...who,
    reason: z.string(),
  }),
  z.strictObject({
    kind: z.literal('record.sealed'),
    ...ids,
    record: z.enum(['release', 'rollback', 'drill']),
    record_sha256: z.string(),
    signers: z.array(z.string()),
  }),
]);
export type RunEvent = z.infer<typeof runEvent>;
export type RunEventKind = RunEvent['kind'];
export type EventOf<K extends RunEventKind> = Extract<RunEvent, { kind: K }>;

/** An event with its place in the ledger. `at` is the line's time, according to this machine. */
export interface Recorded<E extends RunEvent = RunEvent> {
  readonly seq: number;
  readonly at: string;
  readonly event: E;
}
