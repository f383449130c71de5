/**
 * The frozen plan of a run: runbook + inputs + resolved targets. It is stored whole in `run.open`, so it keeps
 * to the canonical document rules of TRUST F1: snake_case keys, whole numbers only, decimals as strings.
 */
import { z } from 'zod';

export const PHASES = [
  'preflight',
  'gate',
  'backup',
  'deploy',
  'migrate',
  'smoke',
  'rollout',
  'accept',
  'close',
  'rollback',
] as const;
export const phaseKind = z.enum(PHASES);
export type PhaseKind = z.infer<typeof phaseKind>;

export const runKind = z.enum(['live', 'drill', 'practice']);
export type RunKind = z.infer<typeof runKind>;

/** A name that can be exported to a shell and be a key of a canonical document. */
export const variableName = z.string().regex(/^[a-z_][a-z0-9_]{0,63}$/);
/** Step, metric, target and runbook ids: what a person types and a file name may hold. */
export const slug = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/);
/** A decimal number as text, because canonical documents carry no floats. */
export const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);

export const named = z.strictObject({ name: variableName, value: z.string() });
export type Named = z.infer<typeof named>;
/** What a script sees in its environment: our names and the HOLDPOINT_ built-ins, which are in capitals. */
export const exported = z.strictObject({
  name: z.string().regex(/^(?:[a-z_][a-z0-9_]{0,63}|HOLDPOINT_[A-Z_]{1,40})$/),
  value: z.string(),
});
export type Exported = z.infer<typeof exported>;
/** A text in the interface languages; `zh_cn` may be missing, then `en` is shown. */
export const localText = z.strictObject({ en: z.string(), zh_cn: z.string().optional() });
export type LocalText = z.infer<typeof localText>;

/**
 * What must be true for a step to pass. Texts marked (template) may hold `${name}` and are filled at the time of
 * the step; an unknown name blocks the step.
 */
export const expectation = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('exit'), equals: z.int().min(0).max(255) }),
  /** The status of the step's own web request; only for the action http. */
  z.strictObject({ rule: z.literal('status'), equals: z.int().min(100).max(599) }),
  z.strictObject({
    rule: z.literal('output'),
    contains: z.string().optional(), // (template)
    matches: z.string().optional(), // RE2 syntax
  }),
  z.strictObject({
    rule: z.literal('json'),
    /** A file in the workspace or on the target; null reads the step's own output. (template) */
    file: z.string().nullable(),
    /** Dotted path: `total.lines.pct`, `items.0.name`. */
    path: z.string(),
    equals: z.string().optional(), // (template)
    min: decimal.optional(),
    max: decimal.optional(),
  }),
  z.strictObject({
    rule: z.literal('file'),
    path: z.string(), // (template), on the step's target
    min_bytes: z.int().nonnegative().optional(),
    sha256: z.string().optional(), // (template)
  }),
  z.strictObject({
    rule: z.literal('http'),
    url: z.string(), // (template); asked from the target through the connection
    status: z.int().min(100).max(599),
    contains: z.string().optional(), // (template)
    within_ms: z.int().positive(),
  }),
]);
export type Expectation = z.infer<typeof expectation>;

export const stage = z.strictObject({
  weight: z.int().min(0).max(100),
  /** Observed time to hold, in ms: only rounds with data count. */
  hold_ms: z.int().positive(),
});
export type Stage = z.infer<typeof stage>;

export const onFail = z.enum(['rollback', 'ask']);

export const action = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('run'), script: z.string() }),
  z.strictObject({ type: z.literal('local'), script: z.string() }),
  z.strictObject({
    type: z.literal('upload'),
    from: z.string(), // (template), inside the workspace
    to: z.string(), // (template), a path on the target; ends with / for a folder
    /** Expected digest (template), null when the digest is only measured. */
    sha256: z.string().nullable(),
  }),
  z.strictObject({
    type: z.literal('http'),
    method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
    url: z.string(), // (template)
    body: z.string().nullable(), // (template)
  }),
  z.strictObject({ type: z.literal('attest'), role: z.string(), text: localText }),
  z.strictObject({ type: z.literal('ask'), question: localText, into: variableName }),
  z.strictObject({ type: z.literal('gate'), board: phaseKind, text: localText.nullable() }),
  z.strictObject({
    type: z.literal('observe'),
    hold_ms: z.int().positive(),
    watch: z.array(slug).min(1),
    on_fail: onFail,
  }),
  z.strictObject({
    type: z.literal('rollout'),
    stages: z.array(stage).min(1),
    /** Run on the target at the start of each stage with `$weight` exported. */
    apply: z.string(),
    /** Run when the rollout is taken back; null when the other undo steps suffice. */
    revert: z.string().nullable(),
    watch: z.array(slug).min(1),
    on_fail: onFail,
  }),
]);
export type Action = z.infer<typeof action>;
export type ActionType = Action['type'];

export const planStep = z.strictObject({
  id: slug,
  phase: phaseKind,
  title: localText,
  action,
  /** Target names (see `targets`); empty for steps that touch none (local, attest, ask, gate). */
  targets: z.array(slug),
  /** True when the step alters a target; then an unknown outcome is never retried by itself. */
  changes: z.boolean(),
  expect: z.array(expectation),
  timeout_ms: z.int().positive(),
  /** Values this step sets when it passes, each a template over what is known then. */
  produces: z.array(named),
  /** Names the step reads that only an earlier step can set; missing ones block it. */
  needs: z.array(variableName),
  /** A shell probe run before a retry: exit 0 means the change is already there. */
  done_when: z.string().nullable(),
  undo: z.strictObject({ script: z.string(), expect: z.array(expectation) }).nullable(),
  /** Why this change can't be undone; null when it can or changes nothing. */
  irreversible: z.string().nullable(),
});
export type PlanStep = z.infer<typeof planStep>;

/** How one metric is computed from two scrapes of a text exposition. Each label must match its whole value (RE2). */
const series = z.strictObject({
  name: z.string(),
  labels: z.array(z.strictObject({ name: z.string(), matches: z.string() })),
});
export const scrapeValue = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('gauge'), series }),
  z.strictObject({ of: z.literal('rate'), series }),
  z.strictObject({ of: z.literal('ratio'), part: series, whole: series }),
  z.strictObject({ of: z.literal('quantile'), series, q: decimal }),
]);
export type ScrapeValue = z.infer<typeof scrapeValue>;

export const metricSource = z.discriminatedUnion('source', [
  z.strictObject({
    source: z.literal('scrape'),
    url: z.string(),
    via: slug.nullable(),
    window_ms: z.int().positive(),
    value: scrapeValue,
  }),
  z.strictObject({
    source: z.literal('prometheus'),
    url: z.string(),
    via: slug.nullable(),
    query: z.string(),
  }),
  z.strictObject({ source: z.literal('json'), url: z.string(), via: slug.nullable(), path: z.string() }),
]);
export type MetricSource = z.infer<typeof metricSource>;

export const metricSpec = z.strictObject({
  id: slug,
  title: localText,
  /** `1` for a ratio, `ms`, `s`, `count`, ... shown beside numbers. */
  unit: z.string(),
  from: metricSource,
  every_ms: z.int().positive(),
  fail: z.strictObject({
    above: decimal.optional(),
    below: decimal.optional(),
    /** How long the breach must last without a break, in ms of observed time. */
    for_ms: z.int().nonnegative(),
  }),
  /** Fewer samples than this in a stage: the stage is inconclusive. */
  min_samples: z.int().positive(),
  no_data: z.enum(['inconclusive', 'fail']),
  /** Shown and recorded, never counted. */
  shadow: z.boolean(),
});
export type MetricSpec = z.infer<typeof metricSpec>;

export const plannedTarget = z.strictObject({
  name: slug,
  host: z.string(),
  port: z.int().min(1).max(65535),
  user: z.string(),
  transport: z.enum(['ssh2']),
  /** Values of this target exported to its steps and usable in templates, e.g. a service port. */
  vars: z.array(named),
});
export type PlannedTarget = z.infer<typeof plannedTarget>;

export const runPlan = z.strictObject({
  v: z.literal(1),
  runbook: z.strictObject({ id: slug, path: z.string(), sha256: z.string(), title: localText }),
  environment: z.enum(['practice', 'staging', 'production']),
  kind: runKind,
  inputs: z.array(named),
  /** Names of secrets; their values are resolved at run time and never written. */
  secrets: z.array(variableName),
  targets: z.array(plannedTarget),
  steps: z.array(planStep),
  metrics: z.array(metricSpec),
  rollback: z.strictObject({
    /** Phases whose steps are run again after the undo steps. */
    verify: z.array(phaseKind),
    /** How long to watch after a rollback, ms; null for not at all. */
    watch_ms: z.int().positive().nullable(),
    watch: z.array(slug),
  }),
});
export type RunPlan = z.infer<typeof runPlan>;
