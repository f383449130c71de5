/** Proves a file: it is there, how big it is, what its digest is. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fail, ok, type Result } from '@domain/kernel/result';
import type { Expectation } from '@domain/plan/plan';
import type { CheckResult } from '@domain/run/outcome';
import { remoteSha256 } from '../../exec/digest';
import { quote } from '../../exec/quote';
import { runScript } from '../../exec/script';
import type { Connection } from '../../ports';
import { fill } from '../perform/attempt';
import type { CheckContext } from './check-context';

export interface ProvenFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

type FileRule = Extract<Expectation, { rule: 'file' }>;

export async function checkFile(
  rule: FileRule,
  context: CheckContext,
): Promise<{ check: CheckResult; file?: ProvenFile }> {
  const expected = [
    'is there',
    rule.min_bytes === undefined ? '' : `at least ${rule.min_bytes} bytes`,
    rule.sha256 === undefined ? '' : `sha256 ${rule.sha256}`,
  ];
  const base = { rule: 'file', expected: expected.filter((part) => part !== '').join(', ') };
  const path = fill(context.attempt, rule.path, context.values);
  if (!path.ok) return { check: { ...base, found: path.error.message, result: 'error' } };
  const proven = await prove(context, path.value);
  if (!proven.ok) {
    const result = proven.error.code === 'no_file' ? 'fail' : 'error';
    return { check: { ...base, found: proven.error.message, result } };
  }
  const { bytes, sha256 } = proven.value;
  const wanted = rule.sha256 === undefined ? null : fill(context.attempt, rule.sha256, context.values);
  if (wanted?.ok === false) return { check: { ...base, found: wanted.error.message, result: 'error' } };
  const bigEnough = rule.min_bytes === undefined || bytes >= rule.min_bytes;
  const sameDigest = wanted === null || wanted.value === sha256;
  const found = `${path.value}: ${bytes} bytes, sha256 ${sha256}`;
  return { check: { ...base, found, result: bigEnough && sameDigest ? 'pass' : 'fail' }, file: proven.value };
}

function prove({ attempt, connection }: CheckContext, path: string): Promise<Result<ProvenFile>> {
  return connection === null
    ? proveHere(resolve(attempt.services.workspace, path))
    : proveThere(connection, path, attempt.context.signal);
}

async function proveHere(path: string): Promise<Result<ProvenFile>> {
  try {
    const facts = await stat(path);
    if (!facts.isFile()) return fail('no_file', `${path} is no file`);
    const { size } = facts;
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    return ok({ path, bytes: size, sha256: hash.digest('hex') });
  } catch (error) {
    return fail('no_file', `${path} can't be read: ${(error as Error).message}`);
  }
}

async function proveThere(
  connection: Connection,
  path: string,
  signal: AbortSignal,
): Promise<Result<ProvenFile>> {
  const size = await remoteSize(connection, path, signal);
  if (!size.ok) return size;
  const sha256 = await remoteSha256(connection, path, signal);
  return sha256.ok ? ok({ path, bytes: size.value, sha256: sha256.value }) : sha256;
}

async function remoteSize(
  connection: Connection,
  path: string,
  signal: AbortSignal,
): Promise<Result<number>> {
  const chunks: Uint8Array[] = [];
  const result = await runScript(connection, {
    script: `test -f ${quote(path)} && wc -c <${quote(path)}`,
    exports: [],
    secrets: [],
    timeoutMs: 30_000,
    onOutput: (chunk) => chunks.push(chunk),
    signal,
  });
  const text = Buffer.concat(chunks).toString('utf8').trim();
  const measured = result.outcome.kind === 'exited' && result.outcome.code === 0 && /^\d+$/.test(text);
  if (measured) return ok(Number(text));
  return result.outcome.kind === 'exited'
    ? fail('no_file', `${path} is no file on the target`)
    : fail('not_looked_at', `${path} could not be looked at: ${result.outcome.kind.replace('_', ' ')}`);
}
