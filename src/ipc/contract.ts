/**
 * Everything a window may ask of core, with the schema of each question and answer. The one list to review: a window
 * can name things (run id, step id, typed answers), never a command line, a path to read or SQL.
 */
import { z } from 'zod';
import { runKind, slug, variableName } from '../domain/plan/plan';

const runId = z.string().regex(/^[0-9a-f-]{36}$/);
const text = z.string().max(4000);
/** A path inside the open workspace, as core listed it. */
const runbookRef = z.string().max(500);
/** A place a person chose in a native dialog; core knows the path behind it. */
const token = z.string().max(100);

export const localTextView = z.object({ en: z.string(), zh_cn: z.string().optional() });

export const problem = z.object({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  file: z.string(),
  line: z.number(),
  column: z.number(),
  excerpt: z.string(),
  message: z.string(),
  suggestion: z.string().nullable(),
});
export type ProblemView = z.infer<typeof problem>;

export const runbookEntry = z.object({
  ref: runbookRef,
  id: z.string(),
  title: localTextView,
  problems: z.number(),
  inputs: z.array(
    z.object({
      name: variableName,
      type: z.string(),
      required: z.boolean(),
      default: z.string().nullable(),
      help: localTextView.nullable(),
      choices: z.array(z.string()),
    }),
  ),
  environments: z.array(z.string()),
});
export type RunbookEntry = z.infer<typeof runbookEntry>;

export const runSummary = z.object({
  run_id: runId,
  title: localTextView,
  runbook: z.string(),
  environment: z.string(),
  kind: runKind,
  inputs: z.array(z.object({ name: z.string(), value: z.string() })),
  opened_at: z.string(),
  opened_by: z.string(),
  closed_at: z.string().nullable(),
  /** null while it is under way. */
  result: z.string().nullable(),
  waiting_for: localTextView.nullable(),
  /** Title of the step it stands at. */
  current_step: localTextView.nullable(),
});
export type RunSummary = z.infer<typeof runSummary>;

export const operatorKey = z.object({
  source: z.enum(['agent', 'file', 'generated']),
  fingerprint: z.string(),
  type: z.string(),
  comment: z.string(),
});
export type OperatorKeyView = z.infer<typeof operatorKey>;

export const keyCandidate = operatorKey.extend({ id: z.string(), encrypted: z.boolean() });
export type KeyCandidate = z.infer<typeof keyCandidate>;

export const verifyLine = z.object({
  promise: z.string(),
  result: z.enum(['ok', 'fail', 'note']),
  detail: z.string(),
});
export const verifyView = z.object({
  verdict: z.enum(['verified', 'not-authentic', 'against-policy']),
  lines: z.array(verifyLine),
});
export type VerifyView = z.infer<typeof verifyView>;

/** An event as stored: the payload of TRUST F1 parsed, with its ledger number and time. */
export const recordedView = z.object({
  seq: z.number(),
  at: z.string(),
  event: z.looseObject({ kind: z.string() }),
});

const none = z.strictObject({});
const done = z.object({});

/** One question, one answer. */
export const calls = {
  'app.info': {
    input: none,
    output: z.object({
      version: z.string(),
      node: z.string(),
      electron: z.string().nullable(),
      sqlite: z.string(),
      data_dir: z.string(),
      actor: z.string(),
      /** Why nothing may be changed (ledger read-only, another instance holds it), null when all is well. */
      read_only: z.string().nullable(),
    }),
  },
  'settings.get': {
    input: none,
    output: z.object({ locale: z.enum(['en', 'zh-CN']), theme: z.enum(['system', 'light', 'dark']) }),
  },
  'settings.set': {
    input: z.strictObject({
      locale: z.enum(['en', 'zh-CN']).optional(),
      theme: z.enum(['system', 'light', 'dark']).optional(),
    }),
    output: done,
  },
  'workspace.get': {
    input: none,
    output: z.object({
      name: z.string(),
      path: z.string(),
      practice: z.boolean(),
      runbooks: z.array(runbookEntry),
    }),
  },
  'workspace.open': { input: z.strictObject({ token }), output: done },
  'runbook.read': {
    input: z.strictObject({ ref: runbookRef }),
    output: z.object({ entry: runbookEntry.nullable(), text: z.string(), problems: z.array(problem) }),
  },
  'runbook.plan': {
    input: z.strictObject({
      ref: runbookRef,
      environment: z.string().max(64),
      kind: runKind,
      inputs: z.array(z.strictObject({ name: variableName, value: text })),
    }),
    /** `plan` is a RunPlan of the domain, null when there are problems. */
    output: z.object({ plan: z.unknown(), markdown: z.string(), problems: z.array(problem) }),
  },
  'run.start': {
    input: z.strictObject({
      ref: runbookRef,
      environment: z.string().max(64),
      kind: runKind,
      inputs: z.array(z.strictObject({ name: variableName, value: text })),
    }),
    output: z.object({ run_id: runId }),
  },
  'run.answer': {
    input: z.strictObject({ run_id: runId, interruption: z.string().max(40), value: text, reason: text }),
    output: done,
  },
  'run.command': {
    input: z.strictObject({
      run_id: runId,
      action: z.enum(['roll-back', 'pause', 'resume', 'stop']),
      reason: text,
    }),
    output: done,
  },
  /** Continues a run that a restart left open. */
  'run.resume': { input: z.strictObject({ run_id: runId }), output: done },
  'runs.list': { input: none, output: z.array(runSummary) },
  'keys.get': {
    input: none,
    output: z.object({ operator: operatorKey.nullable(), candidates: z.array(keyCandidate) }),
  },
  'keys.choose': {
    input: z.strictObject({
      choice: z.discriminatedUnion('use', [
        z.strictObject({
          use: z.literal('candidate'),
          id: z.string().max(300),
          passphrase: z.string().max(1000).nullable(),
        }),
        z.strictObject({ use: z.literal('generate'), passphrase: z.string().max(1000).nullable() }),
      ]),
    }),
    output: operatorKey,
  },
  'record.export': {
    /** Without a token the bundle goes to the exports folder of the data directory. */
    input: z.strictObject({ run_id: runId, token: token.nullable(), zip: z.boolean() }),
    output: z.object({ path: z.string(), files: z.number() }),
  },
  'record.verify': {
    /** A run's latest export, or a bundle a person chose. */
    input: z.strictObject({ run_id: runId.nullable(), token: token.nullable() }),
    output: verifyView,
  },
  'practice.status': {
    input: none,
    output: z.object({ up: z.boolean(), version: z.string().nullable(), root: z.string().nullable() }),
  },
  'practice.up': { input: none, output: done },
  'practice.down': { input: none, output: done },
} as const;

/** One question, many answers, until the end or a cancel. */
export const streams = {
  /** Stored events of a run in order, then new ones as they happen, in batches. */
  'run.events': {
    input: z.strictObject({ run_id: runId, from_seq: z.number().int().nonnegative() }),
    item: z.array(recordedView),
  },
  /** Output of one attempt as text lines in batches, following while it runs. `from_line` is 0-based. */
  'run.output': {
    input: z.strictObject({
      run_id: runId,
      step: slug,
      target: slug.nullable(),
      attempt: z.number().int().positive(),
      from_line: z.number().int().nonnegative(),
    }),
    item: z.object({
      from_line: z.number(),
      lines: z.array(z.string()),
      total_lines: z.number(),
      ended: z.boolean(),
    }),
  },
  /** A tick whenever the list of runs, practice or settings changed. */
  'app.changes': {
    input: none,
    item: z.object({ what: z.enum(['runs', 'practice', 'workspace', 'settings', 'keys']) }),
  },
} as const;

export type CallName = keyof typeof calls;
export type StreamName = keyof typeof streams;
export type CallInput<N extends CallName> = z.input<(typeof calls)[N]['input']>;
export type CallOutput<N extends CallName> = z.output<(typeof calls)[N]['output']>;
export type StreamInput<N extends StreamName> = z.input<(typeof streams)[N]['input']>;
export type StreamItem<N extends StreamName> = z.output<(typeof streams)[N]['item']>;
