import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

export const INVENTORY = 'inventory.yaml';

/** The nearest folder upward, the start included, that has an inventory.yaml; null when there is none. */
export async function findWorkspace(start: string): Promise<string | null> {
  let folder = resolve(start);
  for (;;) {
    if (await isFile(join(folder, INVENTORY))) return folder;
    const parent = dirname(folder);
    if (parent === folder) return null;
    folder = parent;
  }
}

/** The workspace of a runbook: the nearest above it, else the nearest above the working folder. */
export const workspaceOf = async (runbook: string, cwd: string): Promise<string | null> =>
  (await findWorkspace(dirname(resolve(runbook)))) ?? (await findWorkspace(cwd));

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    // Missing, or not ours to see: either way it is no workspace we can use.
    return false;
  }
}

const MAX_FILES = 2000;
const MAX_FOLDERS = 500;

/** YAML files that may be runbooks: of the workspace itself and below `runbooks/`. Links and hidden folders are left out. */
export async function yamlFiles(workspace: string): Promise<string[]> {
  const found = await filesIn(workspace);
  const queue = [join(workspace, 'runbooks')];
  for (let seen = 0; queue.length > 0 && seen < MAX_FOLDERS && found.length < MAX_FILES; seen += 1) {
    const folder = queue.shift() as string;
    found.push(...(await filesIn(folder)));
    for (const entry of await entriesOf(folder)) {
      if (entry.isDirectory() && !entry.name.startsWith('.')) queue.push(join(folder, entry.name));
    }
  }
  return found.slice(0, MAX_FILES);
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await entriesOf(folder);
  const yaml = entries.filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name));
  return yaml.map((entry) => join(folder, entry.name)).sort();
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    // No such folder: a workspace need not have runbooks/.
    return [];
  }
}
