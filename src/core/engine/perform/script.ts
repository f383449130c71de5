/** Runs the command of a step: on its target, or on the operator's machine. */
import { fail, ok, type Result } from '@domain/kernel/result';
import type { Named } from '@domain/plan/plan';
import { producedValues } from '@domain/runbook/exports';
import { runLocal } from '../../exec/local';
import { runScript } from '../../exec/script';
import type { Connection, ScriptRequest, ScriptResult } from '../../ports';
import { evaluateChecks } from '../checks';
import { type Attempt, connectAttempt, endingWith, openSink, refusedEnding, reportStarted } from './attempt';
import type { Measured } from './measured';

export async function performRemote(attempt: Attempt): Promise<Measured> {
  const connected = await connectAttempt(attempt);
  if (!connected.ok) return refusedEnding(connected.error);
  const there = await alreadyThere(attempt, connected.value);
  if (!there.ok) return refusedEnding(there.error);
  if (there.value) return measure(attempt, connected.value, ALREADY_DONE);
  return measure(attempt, connected.value, (request) => runScript(connected.value, request));
}

export const performLocal = (attempt: Attempt): Promise<Measured> =>
  measure(attempt, null, (request) => runLocal({ ...request, cwd: attempt.services.workspace }));

type Runner = (request: ScriptRequest) => Promise<ScriptResult & { readonly problems: readonly string[] }>;

const ALREADY_DONE: Runner = async (request) => {
  request.onOutput(
    Buffer.from('done_when holds: the change is already there, the command did not run again\n'),
  );
  return { outcome: { kind: 'exited', code: 0 }, values: [], problems: [] };
};

/**
 * A change is repeated only when its probe says that it is not there yet. A probe that gave no answer (cut off, timed
 * out, or 126 and more: not found, killed) says nothing, so the change does not run. A rollout applies a new weight
 * each time, which its probe can't know: it is not asked.
 */
async function alreadyThere(attempt: Attempt, connection: Connection): Promise<Result<boolean>> {
  const { done_when: probe, action } = attempt.step;
  if (probe === null || attempt.attempt === 1 || action.type === 'rollout') return ok(false);
  const { outcome } = await runScript(connection, {
    ...requestOf(attempt, probe),
    onOutput: () => undefined,
  });
  if (outcome.kind === 'exited' && outcome.code < 126) return ok(outcome.code === 0);
  const how = outcome.kind === 'exited' ? `exit code ${outcome.code}` : outcome.kind.replace('_', ' ');
  return fail('probe_failed', `done_when gave no answer (${how}), so the change was not run again`);
}

const requestOf = (attempt: Attempt, script: string): Omit<ScriptRequest, 'onOutput'> => ({
  script,
  exports: attempt.exports,
  secrets: attempt.services.secrets,
  timeoutMs: attempt.step.timeout_ms,
  signal: attempt.context.signal,
});

async function measure(attempt: Attempt, connection: Connection | null, run: Runner): Promise<Measured> {
  if (attempt.script === null) throw new Error(`step ${attempt.step.id} has no command`);
  const sink = openSink(attempt);
  reportStarted(attempt);
  const { outcome, values, problems } = await run({
    ...requestOf(attempt, attempt.script),
    onOutput: (chunk) => sink.write(chunk),
  });
  for (const problem of problems) sink.write(Buffer.from(`holdpoint: ${problem}\n`));
  const output = await sink.end();
  const base = { ...endingWith(outcome), output };
  if (outcome.kind === 'lost' || outcome.kind === 'timed_out') return base;
  const learnt = learn(attempt, values);
  if (!learnt.ok) return { ...base, checks: [missing(learnt.why)] };
  const checks = await evaluateChecks(attempt, connection, { outcome, values: learnt.values });
  return { ...base, values: [...learnt.values], ...checks };
}

const missing = (why: string) => ({
  rule: 'produces',
  expected: 'every value the step promises',
  found: why,
  result: 'fail' as const,
});

type Learnt = { ok: true; values: readonly Named[] } | { ok: false; why: string };

/** What the script wrote to $HOLDPOINT_OUTPUT, then what the step promises to set from it. */
function learn(attempt: Attempt, written: readonly Named[]): Learnt {
  const produced = producedValues(attempt.step, [...attempt.exports, ...written]);
  return produced.ok
    ? { ok: true, values: [...written, ...produced.value] }
    : { ok: false, why: produced.error.message };
}
