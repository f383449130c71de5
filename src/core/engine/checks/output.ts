import { open } from 'node:fs/promises';
import type { Expectation } from '@domain/plan/plan';
import type { CheckResult } from '@domain/run/outcome';
import { RE2JS } from 're2js';
import { fill, outputKey } from '../perform/attempt';
import type { CheckContext } from './check-context';

type OutputRule = Extract<Expectation, { rule: 'output' }>;

/** Rules over output read at most this much from its end: what a step prints last is what it means. */
const READ_BYTES = 4 * 1024 * 1024;

/** The (masked) output of the attempt as text, at most its last 4 MiB. */
export async function outputText({ attempt }: CheckContext): Promise<string> {
  const path = attempt.services.outputs.path(outputKey(attempt));
  if (path === null) return '';
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const length = Math.min(size, READ_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await file.close();
  }
}

export const NOTHING_TO_FIND = 'the rule names nothing to look for';

export async function checkOutput(rule: OutputRule, context: CheckContext): Promise<CheckResult> {
  const text = await outputText(context);
  if (rule.contains !== undefined) return containsText(rule.contains, text, context);
  if (rule.matches === undefined || rule.matches === '')
    return { rule: 'output', expected: 'a text or a pattern', found: NOTHING_TO_FIND, result: 'error' };
  return matchesPattern(rule.matches, text);
}

function containsText(template: string, text: string, { attempt, values }: CheckContext): CheckResult {
  const wanted = fill(attempt, template, values);
  const rule = 'output contains';
  if (!wanted.ok) return { rule, expected: template, found: wanted.error.message, result: 'error' };
  // Every text holds the empty one: a value that is empty proves nothing.
  if (wanted.value === '') return { rule, expected: template, found: NOTHING_TO_FIND, result: 'error' };
  const there = text.includes(wanted.value);
  return {
    rule,
    expected: wanted.value,
    found: there ? wanted.value : lastLine(text),
    result: there ? 'pass' : 'fail',
  };
}

function matchesPattern(pattern: string, text: string): CheckResult {
  const rule = 'output matches';
  try {
    const matcher = RE2JS.compile(pattern, RE2JS.MULTILINE).matcher(text);
    const found = matcher.find();
    return {
      rule,
      expected: pattern,
      found: found ? (matcher.group() ?? '') : lastLine(text),
      result: found ? 'pass' : 'fail',
    };
  } catch (error) {
    return { rule, expected: pattern, found: (error as Error).message, result: 'error' };
  }
}

/** What to show when nothing matched: the last line that says something, cut to a readable length. */
function lastLine(text: string): string {
  const line = text.trimEnd().split('\n').at(-1) ?? '';
  return line === '' ? 'no output' : line.slice(0, 200);
}
