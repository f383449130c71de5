import { isAbsolute, relative, resolve } from 'node:path';
import { CodedError } from '@ipc/rpc';

/** The path of a runbook the window names: inside the workspace, and a YAML file. A window can't name other files. */
export function runbookPath(folder: string, ref: string): string {
  const path = resolve(folder, ref);
  const inside = relative(folder, path);
  const leaves = inside === '' || inside.startsWith('..') || isAbsolute(inside);
  if (leaves || !/\.ya?ml$/.test(inside)) {
    throw new CodedError('no-such-runbook', `"${ref}" is no runbook of this workspace`);
  }
  return path;
}
