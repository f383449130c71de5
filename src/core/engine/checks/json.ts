import { resolve } from 'node:path';
import { fail, ok, type Result } from '@domain/kernel/result';
import type { Expectation } from '@domain/plan/plan';
import type { CheckResult } from '@domain/run/outcome';
import { quote } from '../../exec/quote';
import { runScript } from '../../exec/script';
import { decodeText, readBytes } from '../../workspace/read-file';
import { fill } from '../perform/attempt';
import type { CheckContext } from './check-context';
import { outputText } from './output';

type JsonRule = Extract<Expectation, { rule: 'json' }>;
const MAX_BYTES = 4 * 1024 * 1024;

export async function checkJson(rule: JsonRule, context: CheckContext): Promise<CheckResult> {
  const expected = expectedText(rule, context);
  const error = (found: string): CheckResult => ({
    rule: `json ${rule.path}`,
    expected,
    found,
    result: 'error',
  });
  if (rule.equals === undefined && expected === '') return error('the rule names no value and no limit');
  const text = await source(rule, context);
  if (!text.ok) return error(text.error.message);
  const value = pick(text.value, rule.path);
  if (!value.ok) return error(value.error.message);
  const found = String(value.value);
  return {
    rule: `json ${rule.path}`,
    expected,
    found,
    result: holds(rule, expected, value.value) ? 'pass' : 'fail',
  };
}

function expectedText(rule: JsonRule, { attempt, values }: CheckContext): string {
  if (rule.equals === undefined)
    return [rule.min && `>= ${rule.min}`, rule.max && `<= ${rule.max}`].filter(Boolean).join(' and ');
  const filled = fill(attempt, rule.equals, values);
  return filled.ok ? filled.value : rule.equals;
}

function holds(rule: JsonRule, expected: string, value: string | number | boolean): boolean {
  if (rule.equals !== undefined) return String(value) === expected;
  const number = typeof value === 'number' ? value : Number.NaN;
  if (Number.isNaN(number)) return false;
  const enough = rule.min === undefined || number >= Number(rule.min);
  return enough && (rule.max === undefined || number <= Number(rule.max));
}

async function source(rule: JsonRule, context: CheckContext): Promise<Result<string>> {
  if (rule.file === null) return ok(await outputText(context));
  const path = fill(context.attempt, rule.file, context.values);
  if (!path.ok) return path;
  return context.connection === null ? readHere(context, path.value) : readThere(context, path.value);
}

async function readHere({ attempt }: CheckContext, path: string): Promise<Result<string>> {
  const bytes = await readBytes(resolve(attempt.services.workspace, path), MAX_BYTES);
  return bytes.ok ? decodeText(bytes.value, path) : bytes;
}

async function readThere({ attempt, connection }: CheckContext, path: string): Promise<Result<string>> {
  if (connection === null) throw new Error('no connection');
  const chunks: Uint8Array[] = [];
  const result = await runScript(connection, {
    script: `head -c ${MAX_BYTES} ${quote(path)}`,
    exports: [],
    secrets: [],
    timeoutMs: 30_000,
    onOutput: (chunk) => chunks.push(chunk),
    signal: attempt.context.signal,
  });
  const text = Buffer.concat(chunks).toString('utf8');
  const good = result.outcome.kind === 'exited' && result.outcome.code === 0;
  return good
    ? ok(text)
    : fail('no_file', `${path} can't be read on the target: ${text.trim().slice(0, 200)}`);
}

/** Follows a dotted path (`total.lines.pct`, `items.0.name`) to a plain value. */
export function pick(text: string, path: string): Result<string | number | boolean> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fail('no_json', `no JSON: ${(error as Error).message}`);
  }
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) {
      return fail('no_value', `there is no "${key}" on the way of ${path}`);
    }
    value = (value as Record<string, unknown>)[key];
  }
  const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return plain ? ok(value as string | number | boolean) : fail('no_value', `${path} is no plain value`);
}
