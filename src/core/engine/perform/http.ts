/** One HTTP request as a step. With a target it is asked from there, through the connection. */
import type { Failure } from '@domain/kernel/result';
import type { Action } from '@domain/plan/plan';
import { httpRequest } from '../../exec/http';
import type { HttpFailureCode } from '../../exec/http-failure';
import { evaluateChecks } from '../checks';
import {
  type Attempt,
  connectAttempt,
  endingWith,
  fill,
  openSink,
  refusedEnding,
  reportStarted,
} from './attempt';
import type { Measured } from './measured';

type HttpAction = Extract<Action, { type: 'http' }>;
const MAX_BYTES = 1024 * 1024;

export async function performHttp(attempt: Attempt, action: HttpAction): Promise<Measured> {
  const url = fill(attempt, action.url);
  const body = fill(attempt, action.body ?? '');
  if (!url.ok) return refusedEnding(url.error);
  if (!body.ok) return refusedEnding(body.error);
  const connected = attempt.target === null ? null : await connectAttempt(attempt);
  if (connected !== null && !connected.ok) return refusedEnding(connected.error);
  const via = connected?.value ?? null;
  const sink = openSink(attempt);
  reportStarted(attempt);
  const answer = await httpRequest({
    method: action.method,
    url: url.value,
    body: action.body === null ? null : body.value,
    ...(isJson(body.value) ? { headers: { 'content-type': 'application/json' } } : {}),
    via,
    timeoutMs: attempt.step.timeout_ms,
    maxBytes: MAX_BYTES,
    signal: attempt.context.signal,
  });
  if (!answer.ok) {
    await sink.end();
    return unanswered(attempt, answer.error);
  }
  sink.write(Buffer.from(answer.value.body));
  const output = await sink.end();
  const outcome = { kind: 'exited', code: answer.value.status < 400 ? 0 : 1 } as const;
  const checks = await evaluateChecks(attempt, via, {
    outcome,
    values: [],
    httpStatus: answer.value.status,
  });
  return { ...endingWith(outcome), output, ...checks };
}

/** These can come after the request went out: the server may have done what it was asked. */
const SENT: ReadonlySet<string> = new Set<HttpFailureCode>([
  'http_protocol',
  'http_too_large',
  'http_aborted',
]);

/** A read without an answer has failed; of a change nobody knows whether it was made. */
function unanswered({ step }: Attempt, failure: Failure): Measured {
  if (step.changes && failure.code === 'http_timeout')
    return endingWith({ kind: 'timed_out', after_ms: step.timeout_ms });
  if (step.changes && SENT.has(failure.code)) return endingWith({ kind: 'lost', why: failure.message });
  return refusedEnding(failure);
}

const isJson = (body: string): boolean => /^\s*[{[]/.test(body);
