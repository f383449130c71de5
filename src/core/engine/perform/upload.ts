/** Sends a file of the workspace, and believes it only when the target's own digest agrees. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import type { Action } from '@domain/plan/plan';
import type { CheckResult } from '@domain/run/outcome';
import { remoteSha256 } from '../../exec/digest';
import type { Connection } from '../../ports';
import { evaluateChecks } from '../checks';
import { type Attempt, connectAttempt, endingWith, fill, refusedEnding, reportStarted } from './attempt';
import type { Measured } from './measured';

type UploadAction = Extract<Action, { type: 'upload' }>;

export async function performUpload(attempt: Attempt, action: UploadAction): Promise<Measured> {
  const source = await sourceFile(attempt, action);
  if (!source.ok) return refusedEnding(source.error);
  const to = fill(attempt, action.to);
  if (!to.ok) return refusedEnding(to.error);
  const connected = await connectAttempt(attempt);
  if (!connected.ok) return refusedEnding(connected.error);
  const remotePath = to.value.endsWith('/') ? to.value + basename(source.value.path) : to.value;
  reportStarted(attempt);
  return send(attempt, action, connected.value, source.value, remotePath);
}

interface SourceFile {
  readonly path: string;
  readonly sha256: string;
}

/** The file here, inside the workspace, with its digest as it lies on disk before anything is sent. */
async function sourceFile(attempt: Attempt, action: UploadAction): Promise<Result<SourceFile>> {
  const from = fill(attempt, action.from);
  if (!from.ok) return from;
  const path = resolve(attempt.services.workspace, from.value);
  try {
    const real = await realpath(path);
    const root = await realpath(attempt.services.workspace);
    if (!real.startsWith(root + sep)) {
      return fail('outside_workspace', `${from.value} lies outside the workspace ${root}`);
    }
    if (!(await stat(real)).isFile()) return fail('not_a_file', `${path} is no file`);
    return ok({ path: real, sha256: await fileSha256(real) });
  } catch (error) {
    return fail('no_file', `${path} can't be read: ${(error as Error).message}`);
  }
}

async function fileSha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function send(
  attempt: Attempt,
  action: UploadAction,
  connection: Connection,
  source: SourceFile,
  remotePath: string,
): Promise<Measured> {
  const { signal } = attempt.context;
  const expected = await expectedDigest(attempt, action, source);
  // A wrong file is not sent at all: the digest is known before the first byte.
  if (expected.result !== 'pass') return { ...endingWith({ kind: 'exited', code: 1 }), checks: [expected] };
  const limit = AbortSignal.timeout(attempt.step.timeout_ms);
  const sent = await connection.upload(source.path, remotePath, AbortSignal.any([signal, limit]));
  if (!sent.ok) return notSent(attempt, sent.error, limit);
  const there = await remoteSha256(connection, remotePath, signal);
  const outcome = { kind: 'exited', code: 0 } as const;
  const { checks, files } = await evaluateChecks(attempt, connection, { outcome, values: [] });
  return {
    ...endingWith(outcome),
    checks: [expected, targetDigest(there, source.sha256), ...checks],
    files: [{ path: remotePath, bytes: sent.value.bytes, sha256: sent.value.sha256 }, ...files],
  };
}

/** Cut off in the middle, nobody knows what the target has; a refusal of the target left nothing in place. */
function notSent({ step, context }: Attempt, { code, message }: Failure, limit: AbortSignal): Measured {
  if (code === 'lost' || context.signal.aborted) return endingWith({ kind: 'lost', why: message });
  if (limit.aborted) return endingWith({ kind: 'timed_out', after_ms: step.timeout_ms });
  return refusedEnding({ code, message });
}

async function expectedDigest(
  attempt: Attempt,
  action: UploadAction,
  source: SourceFile,
): Promise<CheckResult> {
  const found = source.sha256;
  const rule = 'sha256 here';
  if (action.sha256 === null) return { rule, expected: 'measured only', found, result: 'pass' };
  const expected = fill(attempt, action.sha256);
  if (!expected.ok) return { rule, expected: action.sha256, found: expected.error.message, result: 'error' };
  return { rule, expected: expected.value, found, result: expected.value === found ? 'pass' : 'fail' };
}

function targetDigest(there: Result<string>, here: string): CheckResult {
  const rule = 'sha256 on target';
  if (!there.ok) return { rule, expected: here, found: there.error.message, result: 'error' };
  return { rule, expected: here, found: there.value, result: there.value === here ? 'pass' : 'fail' };
}
