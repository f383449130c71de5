/** The operator's own machine as a place to run scripts: the same contract, in a process group of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Outcome } from '@domain/run/outcome';
import type { ExecRequest, ScriptRequest, ScriptResult } from '../ports';
import { isLetGo } from './let-go';
import { runScript } from './script';

export interface LocalRequest extends ScriptRequest {
  /** An existing folder, usually the workspace. */
  readonly cwd: string;
  /** Default: the environment of this process. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Between TERM and KILL for a group that is stopped. */
const KILL_AFTER_MS = 2000;

export const runLocal = (request: LocalRequest): Promise<ScriptResult> =>
  runScript({ exec: (inner) => execLocal(inner, request.cwd, request.env ?? process.env) }, request);

/** Rejects only when a sink of the request throws. */
export function execLocal(request: ExecRequest, cwd: string, env: NodeJS.ProcessEnv): Promise<Outcome> {
  const { signal, timeoutMs } = request;
  if (signal.aborted)
    return Promise.resolve({
      kind: 'refused',
      code: 'aborted',
      why: 'stopped before the command was started',
    });
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', request.command], { cwd, env, detached: true, stdio: 'pipe' });
    let settled = false;
    const finish = (end: () => void) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      end();
    };
    const stop = (outcome: Outcome) =>
      finish(() => {
        killGroup(child).then(() => resolve(outcome), reject);
      });
    const onAbort = () => {
      if (isLetGo(signal)) finish(() => resolve(release(child)));
      else stop({ kind: 'lost', why: 'stopped here; the command and its children were killed' });
    };
    const timer = setTimeout(() => stop({ kind: 'timed_out', after_ms: timeoutMs }), timeoutMs);
    signal.addEventListener('abort', onAbort, { once: true });

    const deliver = (sink: (chunk: Uint8Array) => void) => (chunk: Buffer) => {
      if (settled) return;
      try {
        sink(chunk);
      } catch (error) {
        finish(() => {
          killGroup(child).then(() => reject(error), reject);
        });
      }
    };
    child.stdout.on('data', deliver(request.onStdout));
    child.stderr.on('data', deliver(request.onStderr));
    child.stdin.on('error', () => undefined); // the shell ended before it read everything; its exit says why
    child.on('error', (error) => finish(() => resolve(notStarted(error, cwd))));
    child.on('close', (code, name) => finish(() => resolve(endingOf(code, name))));
    child.stdin.end(request.stdin);
  });
}

function endingOf(code: number | null, signal: NodeJS.Signals | null): Outcome {
  if (code !== null) return { kind: 'exited', code };
  if (signal !== null) return { kind: 'signalled', signal };
  return { kind: 'lost', why: 'the process ended without an exit code or a signal' };
}

/** Node reports a missing cwd as if /bin/sh were missing. */
const notStarted = (error: Error, cwd: string): Outcome => ({
  kind: 'refused',
  code: 'shell_failed',
  why: `/bin/sh could not be started in ${cwd} (${error.message}); check that both exist`,
});

function release(child: ChildProcess): Outcome {
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.unref();
  return { kind: 'lost', why: 'let go by the caller' };
}

async function killGroup(child: ChildProcess): Promise<void> {
  const exited = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    child.once('exit', () => resolve());
  });
  signalGroup(child, 'SIGTERM');
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, KILL_AFTER_MS);
  });
  await Promise.race([exited, patience]);
  clearTimeout(timer);
  signalGroup(child, 'SIGKILL');
  release(child);
}

function signalGroup(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch (error) {
    // ESRCH: everyone in the group is gone already, which is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
