/** Looks at every acceptance rule of a step, one result each. What can't be looked at is an error, never good. */
import { assertNever } from '@domain/kernel/assert-never';
import type { Expectation, Named } from '@domain/plan/plan';
import type { CheckResult, Outcome } from '@domain/run/outcome';
import type { Connection } from '../../ports';
import type { Attempt } from '../perform/attempt';
import type { CheckContext } from './check-context';
import { checkFile, type ProvenFile } from './file';
import { checkHttp } from './http';
import { checkJson } from './json';
import { checkOutput } from './output';

export interface Checked {
  readonly checks: readonly CheckResult[];
  readonly files: readonly ProvenFile[];
}

export async function evaluateChecks(
  attempt: Attempt,
  connection: Connection | null,
  ended: { readonly outcome: Outcome; readonly values: readonly Named[]; readonly httpStatus?: number },
): Promise<Checked> {
  const context: CheckContext = { attempt, connection, httpStatus: null, ...ended };
  const checks: CheckResult[] = [];
  const files: ProvenFile[] = [];
  for (const rule of rulesOf(attempt)) {
    const found = await evaluateSafely(rule, context);
    checks.push(found.check);
    if (found.file !== undefined) files.push(found.file);
  }
  return { checks, files };
}

/** A command must exit 0 unless the runbook names another code: a script that fails has not passed. */
function rulesOf({ step }: Attempt): readonly Expectation[] {
  const { type } = step.action;
  const judgedElsewhere = type === 'upload' || type === 'http';
  if (judgedElsewhere || step.expect.some((e) => e.rule === 'exit')) return step.expect;
  return [{ rule: 'exit', equals: 0 }, ...step.expect];
}

interface Found {
  readonly check: CheckResult;
  readonly file?: ProvenFile;
}

/** A rule whose looking fails in a way nobody thought of is an error of the rule, not the end of the run. */
async function evaluateSafely(rule: Expectation, context: CheckContext): Promise<Found> {
  try {
    return await evaluate(rule, context);
  } catch (error) {
    const found = `it could not be looked at: ${error instanceof Error ? error.message : String(error)}`;
    return { check: { rule: rule.rule, expected: 'an answer', found, result: 'error' } };
  }
}

async function evaluate(rule: Expectation, context: CheckContext): Promise<Found> {
  switch (rule.rule) {
    case 'exit':
      return { check: checkExit(rule.equals, context.outcome) };
    case 'status':
      return { check: checkStatus(rule.equals, context.httpStatus) };
    case 'output':
      return { check: await checkOutput(rule, context) };
    case 'json':
      return { check: await checkJson(rule, context) };
    case 'file':
      return checkFile(rule, context);
    case 'http':
      return { check: await checkHttp(rule, context) };
    default:
      return assertNever(rule, 'rule');
  }
}

function checkExit(equals: number, outcome: Outcome): CheckResult {
  const found = outcome.kind === 'exited' ? `exit ${outcome.code}` : outcome.kind.replace('_', ' ');
  const good = outcome.kind === 'exited' && outcome.code === equals;
  return { rule: 'exit', expected: `exit ${equals}`, found, result: good ? 'pass' : 'fail' };
}

function checkStatus(equals: number, status: number | null): CheckResult {
  const base = { rule: 'status', expected: `HTTP ${equals}` };
  if (status === null) return { ...base, found: 'this step asks no HTTP server', result: 'error' };
  return { ...base, found: `HTTP ${status}`, result: status === equals ? 'pass' : 'fail' };
}
