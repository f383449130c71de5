import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { CodedError } from '@ipc/rpc';

/**
 * The path of a runbook the window names: inside the workspace, also when links are followed, and a YAML file. A
 * window can't name other files.
 */
export function runbookPath(folder: string, ref: string): string {
  const path = ref.includes('\0') ? folder : resolve(folder, ref);
  if (leaves(folder, path) || !/\.ya?ml$/.test(path) || leavesByLink(folder, path))
    throw new CodedError('no-such-runbook', `"${ref}" is no runbook of this workspace`);
  return path;
}

function leaves(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  return inside === '' || inside.startsWith('..') || isAbsolute(inside);
}

const leavesByLink = (folder: string, path: string): boolean =>
  existsSync(path) && leaves(realpathSync(folder), realpathSync(path));
