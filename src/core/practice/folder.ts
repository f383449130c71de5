/** The practice folder: what lies where. */
import { cpSync, mkdirSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeRunner } from './types';

export interface PracticeFolder {
  /** Real path, symbolic links resolved. */
  readonly root: string;
  readonly home: string;
  readonly bin: string;
  readonly lib: string;
  readonly logs: string;
  readonly keys: string;
  readonly database: string;
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** `node` for scripts of the practice, also where Node is an Electron told to be one. */
function nodeWrapper(runner: NodeRunner): string {
  const env = Object.entries(runner.env).map(([name, value]) => `export ${name}=${quoted(value)}\n`);
  const words = [runner.command, ...runner.args].map(quoted).join(' ');
  return `#!/bin/sh\n${env.join('')}exec ${words} "$@"\n`;
}

/** Makes the folders and copies the tools. Throws when `dir` holds something already. */
export function createFolder(dir: string, resourcesDir: string, runner: NodeRunner): PracticeFolder {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (readdirSync(dir).length > 0) throw new Error(`the practice folder ${dir} is not empty`);
  const root = realpathSync(dir);
  for (const name of ['home', 'keys', 'log', 'data', 'backups', 'incoming', 'releases']) {
    mkdirSync(join(root, name), { mode: 0o700 });
  }
  for (const name of ['bin', 'lib']) {
    cpSync(join(resourcesDir, 'practice', name), join(root, name), { recursive: true });
  }
  writeFileSync(join(root, 'bin', 'node'), nodeWrapper(runner), { mode: 0o755 });
  return {
    root,
    home: join(root, 'home'),
    bin: join(root, 'bin'),
    lib: join(root, 'lib'),
    logs: join(root, 'log'),
    keys: join(root, 'keys'),
    database: join(root, 'data', 'orders.db'),
  };
}
