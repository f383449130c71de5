/** Starts the practice target: an SSH server in front of a small, real system in a folder of its own. */
import { startControlServer } from './control-server';
import {
  createFacts,
  type Environment,
  PRACTICE_USER,
  type PracticeFacts,
  practiceEnvironment,
} from './environment';
import { createFolder, type PracticeFolder } from './folder';
import { startGuard } from './guard';
import { installFirstRelease } from './install';
import { createKeys } from './keys';
import { startSshServer } from './ssh-server';
import { createSupervisor, type Supervisor } from './supervisor';
import type { Practice, PracticeOptions, PracticeTarget } from './types';
import { planUnits, type UnitName } from './units';
import { bodyOf, waitFor } from './wait';

/** Half of them orders, half reads. */
const LOAD_PER_SECOND = 60;
const MOVING_LIMIT_MS = 20_000;

type Closer = () => Promise<void>;

function targetOf(folder: PracticeFolder, { ports }: PracticeFacts, port: number): PracticeTarget {
  const vars = [
    { name: 'root', value: folder.root },
    { name: 'entry_port', value: String(ports.entry) },
    { name: 'preview_port', value: String(ports.preview) },
    { name: 'candidate_port', value: String(ports.candidate) },
    { name: 'stable_port', value: String(ports.stable) },
    { name: 'traffic_port', value: String(ports.traffic) },
  ];
  return { name: 'app', host: '127.0.0.1', port, user: PRACTICE_USER, vars };
}

/** The preview shows the newest instance that runs. */
async function showNewest(supervisor: Supervisor, facts: PracticeFacts): Promise<void> {
  const newest = supervisor.status('candidate').state === 'running' ? 'candidate' : 'stable';
  await fetch(`http://127.0.0.1:${facts.ports.traffic}/preview`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${facts.token}` },
    body: JSON.stringify(newest),
  });
}

async function startUnits(supervisor: Supervisor, signal: AbortSignal): Promise<void> {
  const order: readonly UnitName[] = ['stock', 'splitter', 'stable', 'load'];
  for (const name of order) {
    signal.throwIfAborted();
    const started = await supervisor.start(name);
    if (!started.ok) throw new Error(started.error.message);
  }
}

function answeredRequests(metrics: string): number {
  const lines = metrics.split('\n').filter((line) => line.startsWith('http_requests_total{'));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

/** The customers come and are counted: requests grow between two looks. */
async function metricsMove({ ports }: PracticeFacts, signal: AbortSignal): Promise<void> {
  let before: number | null = null;
  const moved = await waitFor(
    async () => {
      const text = await bodyOf(`http://127.0.0.1:${ports.traffic}/metrics`);
      const now = text === null ? null : answeredRequests(text);
      const grew = now !== null && before !== null && now > before;
      before = now;
      return grew ? true : null;
    },
    MOVING_LIMIT_MS,
    signal,
  );
  signal.throwIfAborted();
  if (moved === null) throw new Error('the practice service gets no traffic');
}

function environmentOf(
  options: PracticeOptions,
  facts: PracticeFacts,
  folder: PracticeFolder,
  controlUrl: string,
): Environment {
  const { nodeRunner: runner, sqliteModule } = options;
  return practiceEnvironment({ facts, folder, runner, controlUrl, sqliteModule });
}

async function assemble(options: PracticeOptions, closers: Closer[]): Promise<Omit<Practice, 'stop'>> {
  const { dir, resourcesDir, nodeRunner: runner, signal } = options;
  const facts = await createFacts();
  const folder = createFolder(dir, resourcesDir, runner);
  const guard = startGuard(folder, facts.id, runner);
  closers.unshift(() => guard.finish());
  const control = await startControlServer(facts.token);
  closers.unshift(() => control.close());

  const env = environmentOf(options, facts, folder, control.url);
  await installFirstRelease(folder, resourcesDir, env);
  const plan = planUnits(folder, facts, options.loadPerSecond ?? LOAD_PER_SECOND);
  const supervisor = createSupervisor({ folder, runner, env, groups: guard, plan });
  closers.unshift(() => supervisor.stopAll());
  control.serve(supervisor, () => showNewest(supervisor, facts));
  await startUnits(supervisor, signal);

  const keys = createKeys(folder.keys);
  const { stock: _hidden, ...reachable } = facts.ports;
  const ssh = await startSshServer({
    hostKey: keys.hostKey,
    user: PRACTICE_USER,
    clientPublic: keys.clientPublic,
    exec: { cwd: folder.home, env, groups: guard },
    sftp: { root: folder.root, home: folder.home },
    forwardPorts: Object.values(reachable),
  });
  closers.unshift(() => ssh.close());
  await metricsMove(facts, signal);
  return {
    root: folder.root,
    target: targetOf(folder, facts, ssh.port),
    knownHostsLine: `[127.0.0.1]:${ssh.port} ${keys.hostPublic}\n`,
    clientKeyPath: keys.clientKeyPath,
    broken: guard.ended.then(() => 'the guard process of the practice ended'),
  };
}

/**
 * Resolves when the service answers, customers come and the metrics move. Rejects, with everything stopped and removed
 * again, when any of it fails or `signal` is aborted.
 */
export async function startPractice(options: PracticeOptions): Promise<Practice> {
  const closers: Closer[] = [];
  let stopped: Promise<void> | null = null;
  const stopAll = async () => {
    for (const close of closers) await close();
  };
  const stop = () => {
    stopped ??= stopAll();
    return stopped;
  };
  try {
    return { ...(await assemble(options, closers)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
