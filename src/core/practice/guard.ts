/** The process that cleans up after the practice, also after `kill -9` of this one. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { PracticeFolder } from './folder';
import type { ProcessGroups } from './ssh-exec';
import type { NodeRunner } from './types';

export interface Guard extends ProcessGroups {
  /** Resolves when the guard process has ended, whatever the reason. */
  readonly ended: Promise<void>;
  /** Kills what is left, removes the folder, ends the guard. */
  finish(): Promise<void>;
}

/** Starts the guard. It watches our end of its stdin, so nothing but a running kernel is needed to notice our end. */
export function startGuard(folder: PracticeFolder, practiceId: string, runner: NodeRunner): Guard {
  const script = join(folder.lib, 'guard.mjs');
  const child = spawn(runner.command, [...runner.args, script, folder.root, practiceId], {
    cwd: '/',
    env: { ...runner.env, PATH: process.env.PATH ?? '' },
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  child.stdin.on('error', () => child.stdin.destroy()); // it died; `ended` says so
  return {
    ended,
    add: (group) => child.stdin.write(`+${group}\n`),
    remove: (group) => child.stdin.write(`-${group}\n`),
    finish: () => {
      child.stdin.end();
      return ended;
    },
  };
}
