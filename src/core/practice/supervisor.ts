/** Starts and stops the units of the practice, as init would. It never restarts one by itself: what fails stays seen. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '@domain/kernel/result';
import type { Environment } from './environment';
import type { PracticeFolder } from './folder';
import type { ProcessGroups } from './ssh-exec';
import type { NodeRunner } from './types';
import { type PlanUnit, UNIT_NAMES, type UnitName, type UnitPlan } from './units';
import { bodyOf, waitFor } from './wait';

const START_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 6_000;

export interface UnitStatus {
  /** failed: it ended without being told to. */
  readonly state: 'stopped' | 'running' | 'failed';
  readonly pid: number | null;
  readonly version: string | null;
}

interface Running {
  readonly child: ChildProcess;
  readonly plan: UnitPlan;
  readonly ended: Promise<void>;
}

export interface SupervisorSettings {
  readonly folder: PracticeFolder;
  readonly runner: NodeRunner;
  readonly env: Environment;
  readonly groups: ProcessGroups;
  readonly plan: PlanUnit;
}

export interface Supervisor {
  start(name: UnitName): Promise<Result<UnitStatus>>;
  stop(name: UnitName): Promise<UnitStatus>;
  status(name: UnitName): UnitStatus;
  stopAll(): Promise<void>;
}

const isOver = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

function launch(name: UnitName, plan: UnitPlan, settings: SupervisorSettings): Running {
  const { folder, runner, env, groups } = settings;
  const log = openSync(join(folder.logs, `${name}.log`), 'a', 0o600);
  const child = spawn(runner.command, [...runner.args, plan.script], {
    cwd: folder.root,
    env: { ...env, ...runner.env, ...plan.env },
    detached: true,
    stdio: ['pipe', log, log], // stdin is its lifeline, see lib/lifeline.mjs
  });
  closeSync(log);
  const group = child.pid;
  if (group !== undefined) groups.add(group);
  child.stdin?.on('error', () => child.stdin?.destroy());
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => {
      if (group !== undefined) groups.remove(group);
      resolve();
    });
  });
  return { child, plan, ended };
}

function logTail(folder: PracticeFolder, name: UnitName): string {
  const text = readFileSync(join(folder.logs, `${name}.log`), 'utf8').trimEnd();
  return text.split('\n').slice(-5).join('\n');
}

/** Resolves to null when it serves, else to what went wrong. */
async function whyNotReady({ child, plan }: Running): Promise<string | null> {
  const { ready } = plan;
  const answer = await waitFor(async () => {
    if (child.pid === undefined || isOver(child)) return 'ended';
    return ready === null || (await bodyOf(ready)) !== null ? 'ready' : null;
  }, START_LIMIT_MS);
  if (answer === 'ready' && !isOver(child)) return null;
  return answer === null ? `does not answer ${ready ?? ''} within ${START_LIMIT_MS} ms` : 'ended at once';
}

export function createSupervisor(settings: SupervisorSettings): Supervisor {
  const units = new Map<UnitName, Running>();

  const status = (name: UnitName): UnitStatus => {
    const unit = units.get(name);
    if (unit === undefined) return { state: 'stopped', pid: null, version: null };
    const { child, plan } = unit;
    if (isOver(child) || child.pid === undefined)
      return { state: 'failed', pid: null, version: plan.version };
    return { state: 'running', pid: child.pid, version: plan.version };
  };

  const stop = async (name: UnitName): Promise<UnitStatus> => {
    const unit = units.get(name);
    if (unit === undefined) return status(name);
    unit.child.kill('SIGTERM');
    const timer = setTimeout(() => unit.child.kill('SIGKILL'), STOP_LIMIT_MS);
    await unit.ended;
    clearTimeout(timer);
    units.delete(name);
    return status(name);
  };

  const start = async (name: UnitName): Promise<Result<UnitStatus>> => {
    if (status(name).state === 'running') return ok(status(name));
    let plan: UnitPlan;
    try {
      plan = settings.plan(name);
    } catch (error) {
      return fail('no_release', `${name} has no release to run: ${String(error)}`);
    }
    const unit = launch(name, plan, settings);
    units.set(name, unit);
    const why = await whyNotReady(unit);
    if (why === null) return ok(status(name));
    await stop(name);
    return fail('unit_failed', `${name} ${why}\n${logTail(settings.folder, name)}`);
  };

  return {
    start,
    stop,
    status,
    stopAll: async () => {
      // Customers first, so that nobody meets a closed door.
      await stop('load');
      await Promise.all(UNIT_NAMES.map(stop));
    },
  };
}
