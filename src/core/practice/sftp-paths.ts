/** Keeps SFTP inside the practice folder, symbolic links included. */
import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize, sep } from 'node:path';

/** The path leads out of the practice folder. */
export class Outside extends Error {}

export interface Confinement {
  readonly root: string;
  readonly home: string;
}

const inside = (root: string, path: string): boolean => path === root || path.startsWith(root + sep);

function demandInside(root: string, path: string): string {
  if (!inside(root, path)) throw new Outside(path);
  return path;
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

/** The real place of the entry itself: links in its parents are followed, the last name is not. */
export async function entryPath({ root, home }: Confinement, asked: string): Promise<string> {
  const path = normalize(isAbsolute(asked) ? asked : join(home, asked)).replace(/(?<=.)\/$/, '');
  demandInside(root, path);
  if (path === root) return root;
  return demandInside(root, join(await realpath(dirname(path)), basename(path)));
}

/** The real place that opening or reading the entry reaches: the last name is followed too. */
export async function targetPath(confinement: Confinement, asked: string): Promise<string> {
  const entry = await entryPath(confinement, asked);
  return (await isLink(entry)) ? demandInside(confinement.root, await realpath(entry)) : entry;
}
