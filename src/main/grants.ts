import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { FolderPurpose, GrantPurpose } from '@ipc/shell';
import { folderPurpose } from '@ipc/shell';
import type { CoreProcess } from './core-process';

interface Grant {
  readonly path: string;
  readonly purpose: GrantPurpose;
}

export interface Grants {
  /** Keeps the path, tells core, and gives the window what it may know. */
  add(path: string, purpose: GrantPurpose): { token: string; label: string };
  /** The folder behind a token that was given for one, else null. */
  folder(token: string): string | null;
}

/** Paths a person picked, by token. A restarted core is told all of them again. */
export function createGrants(core: CoreProcess): Grants {
  const grants = new Map<string, Grant>();
  core.onState((state) => {
    if (state !== 'starting') return;
    for (const [token, grant] of grants) core.tell({ type: 'grant', token, ...grant });
  });
  return {
    add: (path, purpose) => {
      const token = randomUUID();
      grants.set(token, { path, purpose });
      core.tell({ type: 'grant', token, path, purpose });
      return { token, label: basename(path) };
    },
    folder: (token) => {
      const grant = grants.get(token);
      return grant && isFolder(grant.purpose) ? grant.path : null;
    },
  };
}

function isFolder(purpose: GrantPurpose): purpose is FolderPurpose {
  return folderPurpose.safeParse(purpose).success;
}
