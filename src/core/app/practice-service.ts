/** The practice target for this data folder: a process of its own, so that a run survives the end of this one. */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

export function practiceService({
  dataDir,
  cliEntry,
  nodeRunner,
  practiceOwner,
}: AppOptions): PracticeService {
  const up = async (signal: AbortSignal): Promise<Result<PracticeAccess>> => {
    const now = practiceStatus(dataDir);
    if (now.state === 'up') return ok(now.access);
    const ended = new AbortController();
    if (now.state !== 'starting') start(() => ended.abort());
    const ready = await awaitPractice(dataDir, START_LIMIT_MS, AbortSignal.any([signal, ended.signal]));
    if (ready.ok) return ok(ready.value.access);
    return ended.signal.aborted ? fail('practice_ended', lastWords(logFile)) : ready;
  };

  const logFile = join(dataDir, 'practice.log');
  const start = (onEnd: () => void) => {
    const owner = practiceOwner === null ? [] : ['--owner-pid', String(practiceOwner)];
    const args = [...nodeRunner.args, cliEntry, 'practice', 'serve', '--data-dir', dataDir, ...owner];
    const env = { ...process.env, ...nodeRunner.env };
    // A file and no pipe: the process outlives this one.
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const log = openSync(logFile, 'w', 0o600);
    const child = spawn(nodeRunner.command, args, { detached: true, stdio: ['ignore', log, log], env });
    closeSync(log);
    child.once('error', onEnd).once('exit', onEnd).unref();
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

/** What a practice process said before it ended, which is why it did not come up. */
function lastWords(logFile: string): string {
  const said = readFileSync(logFile, 'utf8').trim().slice(-2000);
  return said === '' ? 'the practice process ended without a word' : said;
}
