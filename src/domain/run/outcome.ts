/** How a remote or local command ended, and what was found when its result was checked. */
import { z } from 'zod';

/**
 * exited: it ended with an exit code. signalled: it was killed there. timed_out: our time limit passed, the command
 * may still run. lost: the connection went away before an exit code came, so nobody knows. refused: it never
 * started (host key, login, missing file, no route); `why` says what to do.
 */
export const outcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exited'), code: z.int() }),
  z.strictObject({ kind: z.literal('signalled'), signal: z.string() }),
  z.strictObject({ kind: z.literal('timed_out'), after_ms: z.int() }),
  z.strictObject({ kind: z.literal('lost'), why: z.string() }),
  z.strictObject({ kind: z.literal('refused'), code: z.string(), why: z.string() }),
]);
export type Outcome = z.infer<typeof outcome>;

/** One acceptance rule after it was looked at. `error` = could not be measured, which is never good. */
export const checkResult = z.strictObject({
  rule: z.string(),
  expected: z.string(),
  found: z.string(),
  result: z.enum(['pass', 'fail', 'error']),
});
export type CheckResult = z.infer<typeof checkResult>;

/** What was stored of a step's output: the masked bytes on disk. */
export const outputDigest = z.strictObject({
  bytes: z.int().nonnegative(),
  lines: z.int().nonnegative(),
  sha256: z.string(),
  masked: z.int().nonnegative(),
  /** True when bytes beyond the storage limit were counted and hashed but not kept. */
  truncated: z.boolean(),
});
export type OutputDigest = z.infer<typeof outputDigest>;
