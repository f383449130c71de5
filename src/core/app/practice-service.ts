/** The practice target for this data folder: a process of its own, so that a run survives the end of this one. */
import { spawn } from 'node:child_process';
import { fail, ok, type Result } from '@domain/kernel/result';
import { awaitPractice, type PracticeStatus, practiceDown, practiceStatus } from '../practice/serve';
import type { PracticeAccess } from '../practice/types';
import type { PracticeAddress } from '../workspace/resolve-targets';
import type { AppOptions } from './options';

const START_LIMIT_MS = 60_000;

export interface PracticeService {
  status(): PracticeStatus;
  /** Starts it when it is not up; resolves when it can be used. */
  up(signal: AbortSignal): Promise<Result<PracticeAccess>>;
  down(): Promise<Result<{ readonly stopped: boolean }>>;
  /** Where its targets listen, for the inventory's `practice: true`. */
  address(name: string): Promise<Result<PracticeAddress>>;
}

export function practiceService({ dataDir, cliEntry, nodeRunner }: AppOptions): PracticeService {
  const up = async (signal: AbortSignal): Promise<Result<PracticeAccess>> => {
    const now = practiceStatus(dataDir);
    if (now.state === 'up') return ok(now.access);
    const giveUp = new AbortController();
    const ended = now.state === 'starting' ? new Promise<never>(() => {}) : start(giveUp.signal);
    const ready = await Promise.race([
      awaitPractice(dataDir, START_LIMIT_MS, AbortSignal.any([signal, giveUp.signal])),
      ended,
    ]);
    giveUp.abort();
    return ready.ok ? ok(ready.value.access) : ready;
  };

  /** Starts the process; resolves only when it ends before it can be used. */
  const start = (settled: AbortSignal) => {
    const args = [...nodeRunner.args, cliEntry, 'practice', 'serve', '--data-dir', dataDir];
    const env = { ...process.env, ...nodeRunner.env };
    const child = spawn(nodeRunner.command, args, { detached: true, stdio: 'ignore', env });
    child.unref();
    return new Promise<Result<never>>((resolve) => {
      const failed = (why: string) => resolve(fail('practice_start', `the practice did not start: ${why}`));
      child.once('error', (error) => failed(error.message));
      child.once('exit', (code, killed) => failed(`its process ended with ${killed ?? `code ${code}`}`));
      settled.addEventListener('abort', () => child.removeAllListeners(), { once: true });
    });
  };

  return {
    status: () => practiceStatus(dataDir),
    up,
    down: () => practiceDown(dataDir),
    address: async (name) => {
      const now = practiceStatus(dataDir);
      if (now.state !== 'up')
        return fail('practice_down', 'the practice target is not up; start it with: holdpoint practice up');
      const { target } = now.access;
      if (target.name !== name)
        return fail('practice_target', `the practice has one target, "${target.name}", not "${name}"`);
      return ok({ host: target.host, port: target.port, user: target.user, vars: target.vars });
    },
  };
}
