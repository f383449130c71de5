import type { Expectation } from '@domain/plan/plan';
import type { CheckResult } from '@domain/run/outcome';
import { httpRequest } from '../../exec/http';
import { fill } from '../perform/attempt';
import type { CheckContext } from './check-context';
import { NOTHING_TO_FIND } from './output';

type HttpRule = Extract<Expectation, { rule: 'http' }>;
const PAUSE_MS = 250;
const MAX_BYTES = 1024 * 1024;

/** Asks again until the answer is right or the rule's time is over; reports the last answer. */
export async function checkHttp(rule: HttpRule, context: CheckContext): Promise<CheckResult> {
  const { clock } = context.attempt.services;
  const { signal } = context.attempt.context;
  const deadline = clock.monotonic() + rule.within_ms;
  for (;;) {
    const check = await askOnce(rule, context, Math.max(1, deadline - clock.monotonic()));
    if (check.result !== 'fail' || signal.aborted || clock.monotonic() + PAUSE_MS >= deadline) return check;
    await clock.sleep(PAUSE_MS, signal);
  }
}

async function askOnce(rule: HttpRule, context: CheckContext, timeoutMs: number): Promise<CheckResult> {
  const { attempt, values, connection } = context;
  const url = fill(attempt, rule.url, values);
  const contains = rule.contains === undefined ? null : fill(attempt, rule.contains, values);
  const base = { rule: 'http', expected: expectation(rule) };
  if (!url.ok) return { ...base, found: url.error.message, result: 'error' };
  if (contains !== null && !contains.ok) return { ...base, found: contains.error.message, result: 'error' };
  if (contains?.value === '') return { ...base, found: NOTHING_TO_FIND, result: 'error' };
  const answer = await httpRequest({
    method: 'GET',
    url: url.value,
    body: null,
    via: connection,
    timeoutMs,
    maxBytes: MAX_BYTES,
    signal: attempt.context.signal,
  });
  if (!answer.ok) return { ...base, found: answer.error.message, result: 'fail' };
  const body = Buffer.from(answer.value.body).toString('utf8');
  const good = answer.value.status === rule.status && (contains === null || body.includes(contains.value));
  return {
    ...base,
    found: `${answer.value.status} ${body.trim().slice(0, 160)}`,
    result: good ? 'pass' : 'fail',
  };
}

const expectation = (rule: HttpRule): string =>
  rule.contains === undefined
    ? `${rule.url} answers ${rule.status}`
    : `${rule.url} answers ${rule.status} with "${rule.contains}"`;
