/** `<dataDir>/practice/practice.json`: how another process finds a practice that is up. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { variableName } from '@domain/plan/plan';
import { z } from 'zod';
import { processBirth } from './process-identity';
import type { PracticeAccess } from './types';

const owner = z.strictObject({ pid: z.int().positive(), birth: z.string() });

const practiceState = z.strictObject({
  v: z.literal(1),
  /** starting: the owner is at work, nothing can be reached yet. */
  phase: z.enum(['starting', 'up']),
  owner,
  root: z.string(),
  access: z
    .strictObject({
      target: z.strictObject({
        name: z.literal('app'),
        host: z.literal('127.0.0.1'),
        port: z.int().min(1).max(65_535),
        user: z.string(),
        vars: z.array(z.strictObject({ name: variableName, value: z.string() })),
      }),
      knownHostsLine: z.string(),
      clientKeyPath: z.string(),
    })
    .nullable(),
});
export type PracticeState = z.infer<typeof practiceState>;

/** stale: the file is there and its owner is not; `root` is what that practice may have left. */
export type PracticeStatus =
  | { readonly state: 'down' }
  | { readonly state: 'starting'; readonly pid: number }
  | { readonly state: 'up'; readonly pid: number; readonly root: string; readonly access: PracticeAccess }
  | { readonly state: 'stale'; readonly why: string };

export const practiceHome = (dataDir: string): string => join(dataDir, 'practice');
const filePath = (dataDir: string): string => join(practiceHome(dataDir), 'practice.json');

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

function readState(dataDir: string): PracticeState | 'missing' | 'unreadable' {
  try {
    return practiceState.parse(JSON.parse(readFileSync(filePath(dataDir), 'utf8')));
  } catch (error) {
    return isMissing(error) ? 'missing' : 'unreadable';
  }
}

/** Looks at the file and at the process it names. */
export function practiceStatus(dataDir: string): PracticeStatus {
  const found = readState(dataDir);
  if (found === 'missing') return { state: 'down' };
  if (found === 'unreadable') return { state: 'stale', why: 'the state file can not be read' };
  const { owner: by, access, root } = found;
  if (processBirth(by.pid) !== by.birth) {
    return { state: 'stale', why: `its process ${by.pid} is no longer there` };
  }
  if (access === null) return { state: 'starting', pid: by.pid };
  return { state: 'up', pid: by.pid, root, access };
}

const text = (state: PracticeState): string => `${JSON.stringify(state, null, 2)}\n`;

/** This process as an owner. */
function self(): z.infer<typeof owner> {
  const birth = processBirth(process.pid);
  if (birth === null) throw new Error('this process can not see itself');
  return { pid: process.pid, birth };
}

/** Takes the place for this process. False when another one has it; a stale file is taken over. */
export function claim(dataDir: string, root: string): boolean {
  mkdirSync(practiceHome(dataDir), { recursive: true, mode: 0o700 });
  if (practiceStatus(dataDir).state === 'stale') rmSync(filePath(dataDir), { force: true });
  try {
    const state: PracticeState = { v: 1, phase: 'starting', owner: self(), root, access: null };
    writeFileSync(filePath(dataDir), text(state), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Says that the practice can be reached. A reader sees the old file or the new one, never half of one. */
export function publish(
  dataDir: string,
  root: string,
  { target, knownHostsLine, clientKeyPath }: PracticeAccess,
): void {
  const access = { target: { ...target, vars: [...target.vars] }, knownHostsLine, clientKeyPath };
  const next = `${filePath(dataDir)}.${process.pid}`;
  writeFileSync(next, text({ v: 1, phase: 'up', owner: self(), root, access }), { mode: 0o600 });
  renameSync(next, filePath(dataDir));
}

/** Removes a file whose owner is gone. */
export const forget = (dataDir: string): void => rmSync(filePath(dataDir), { force: true });

/** Gives the place up, if it is this process's. */
export function release(dataDir: string): void {
  const found = readState(dataDir);
  if (typeof found !== 'string' && found.owner.pid === process.pid)
    rmSync(filePath(dataDir), { force: true });
}
