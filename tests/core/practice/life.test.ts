import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPractice } from '@core/practice/practice';
import { awaitPractice, practiceDown, practiceStatus, servePractice } from '@core/practice/serve';
import { afterEach, describe, expect, it } from 'vitest';
import { aPractice, logIn, nodeRunner, resourcesDir, run } from './support/client';
import { groupIsAlive, processesOf, until } from './support/processes';
import { temporaryFolder } from './support/temporary-folder';

const support = (name: string) => fileURLToPath(new URL(`support/${name}`, import.meta.url));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function program(name: string, args: readonly string[]): ChildProcess {
  const command = ['--import', support('typescript.mjs'), support(name), ...args];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return child;
}

/** Something that would stay behind if one only ended what one started: a job in a session of its own. */
const strayJob =
  'setsid sh -c \'echo $$; exec sleep 600\' >"$HOME/stray" 2>/dev/null </dev/null & sleep 0.2; cat "$HOME/stray"';

describe('the end of a practice', () => {
  it('stop() leaves no process, no process group and no key', async () => {
    const practice = await aPractice();
    const client = await logIn(practice);
    client.on('error', () => undefined);
    const stray = Number((await run(client, strayJob)).stdout);
    client.exec('sleep 600', () => undefined);
    const groups = processesOf(practice.root).map(Number).filter(groupIsAlive);
    expect(groups).toContain(stray);
    expect(groups.length).toBeGreaterThanOrEqual(6);

    await practice.stop();
    expect(processesOf(practice.root)).toEqual([]);
    expect(groups.filter(groupIsAlive)).toEqual([]);
    expect(existsSync(practice.clientKeyPath)).toBe(false);
    expect(existsSync(practice.root)).toBe(false);
    await practice.stop();
  });

  it('kill -9 of the process that holds it leaves none either', async () => {
    const dir = join(temporaryFolder(), 'practice');
    const child = program('hold.ts', [dir, resourcesDir]);
    const [line] = await once(child.stdout as NodeJS.ReadableStream, 'data');
    const access = JSON.parse(String(line));
    const client = await logIn(access);
    client.on('error', () => undefined);
    await run(client, strayJob);
    client.exec('sleep 600', () => undefined);
    await until('the processes are seen', () => processesOf(dir).length >= 7);

    child.kill('SIGKILL');
    await until('no process is left', () => processesOf(dir).length === 0);
    await until('the folder is gone', () => !existsSync(dir));
  });

  it('an abort while it starts leaves nothing', async () => {
    const dir = join(temporaryFolder(), 'practice');
    const stop = new AbortController();
    const started = startPractice({ dir, nodeRunner, resourcesDir, signal: stop.signal });
    await until('it has begun', () => processesOf(dir).length > 0);
    stop.abort();
    await expect(started).rejects.toThrow(/abort/);
    expect(processesOf(dir)).toEqual([]);
    expect(existsSync(dir)).toBe(false);
  });

  it('what fails at the start is told with its log, and leaves nothing', async () => {
    const dir = join(temporaryFolder(), 'practice');
    const sqliteModule = join(temporaryFolder(), 'no-such-package');
    const signal = new AbortController().signal;
    const started = startPractice({ dir, nodeRunner, resourcesDir, signal, sqliteModule });
    await expect(started).rejects.toThrow(/Cannot find module/);
    expect(existsSync(dir)).toBe(false);
  });

  it('a folder with something in it is not touched', async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'mine'), 'mine');
    const signal = new AbortController().signal;
    await expect(startPractice({ dir, nodeRunner, resourcesDir, signal })).rejects.toThrow(/not empty/);
    expect(readFileSync(join(dir, 'mine'), 'utf8')).toBe('mine');
  });
});

describe('a practice as a process of its own', () => {
  const signal = new AbortController().signal;

  it('is found by others, refuses a second one, and goes down when asked', async () => {
    const dataDir = temporaryFolder();
    expect(practiceStatus(dataDir)).toEqual({ state: 'down' });
    const child = program('serve.ts', [dataDir, resourcesDir]);
    const up = await awaitPractice(dataDir, 30_000, signal);
    if (!up.ok) throw new Error(up.error.message);
    expect(up.value.pid).toBe(child.pid);
    const client = await logIn(up.value.access);
    expect(await run(client, 'orders traffic show')).toMatchObject({ code: 0, stdout: '0\n' });

    const second = await servePractice({ dataDir, nodeRunner, resourcesDir, signal });
    expect(second).toMatchObject({ ok: false, error: { code: 'practice_taken' } });

    const exit = once(child, 'exit');
    expect(await practiceDown(dataDir)).toEqual({ ok: true, value: { stopped: true } });
    expect(await exit).toEqual([0, null]);
    expect(practiceStatus(dataDir)).toEqual({ state: 'down' });
    expect(processesOf(up.value.root)).toEqual([]);
  });

  it('a killed one is seen as stale, and its place can be taken', async () => {
    const dataDir = temporaryFolder();
    const child = program('serve.ts', [dataDir, resourcesDir]);
    const up = await awaitPractice(dataDir, 30_000, signal);
    if (!up.ok) throw new Error(up.error.message);
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
    expect(practiceStatus(dataDir)).toMatchObject({ state: 'stale' });
    expect(await practiceDown(dataDir)).toEqual({ ok: true, value: { stopped: false } });
    expect(practiceStatus(dataDir)).toEqual({ state: 'down' });
    await until('the folder is gone', () => !existsSync(up.value.root));
  });

  it.each([
    ['another process has the pid now', { pid: process.pid, birth: 'yesterday' }],
    ['the pid belongs to nobody', { pid: 2 ** 22 - 1, birth: 'x' }],
  ])('a state file is stale when %s, and down() kills nobody', async (_why, owner) => {
    const dataDir = temporaryFolder();
    mkdirSync(join(dataDir, 'practice'));
    const state = { v: 1, phase: 'starting', owner, root: '/nowhere', access: null };
    writeFileSync(join(dataDir, 'practice', 'practice.json'), JSON.stringify(state));
    expect(practiceStatus(dataDir)).toMatchObject({ state: 'stale' });
    expect(await practiceDown(dataDir)).toEqual({ ok: true, value: { stopped: false } });
  });

  it('a state file that makes no sense is stale too', () => {
    const dataDir = temporaryFolder();
    mkdirSync(join(dataDir, 'practice'));
    writeFileSync(join(dataDir, 'practice', 'practice.json'), '{"v":1');
    expect(practiceStatus(dataDir)).toMatchObject({ state: 'stale' });
  });

  it('ends by itself after the longest time', async () => {
    const dataDir = temporaryFolder();
    const over = await servePractice({ dataDir, nodeRunner, resourcesDir, signal, longestMs: 50 });
    expect(over).toMatchObject({ ok: false, error: { code: 'practice_over' } });
    expect(practiceStatus(dataDir)).toEqual({ state: 'down' });
  });
});
