/** A workspace whose one change waits for a file of the test, so that something can happen in the middle of it. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface HeldWorkspace {
  readonly path: string;
  /** Whether the change has begun on the target. */
  hasBegun(): boolean;
  /** Lets the change go on to its end. */
  release(): void;
}

export function heldWorkspace(folder: string): HeldWorkspace {
  const path = join(folder, 'held');
  const begun = join(folder, 'begun');
  const release = join(folder, 'release');
  mkdirSync(join(path, 'runbooks'), { recursive: true });
  writeFileSync(join(path, 'inventory.yaml'), INVENTORY);
  writeFileSync(join(path, 'runbooks', 'held.yaml'), runbook(begun, release));
  return { path, hasBegun: () => existsSync(begun), release: () => writeFileSync(release, '') };
}

const INVENTORY = 'environments:\n  practice:\n    targets:\n      app: { practice: true }\n';

const runbook = (begun: string, release: string): string => `holdpoint: 1
id: held-change
title: A change that waits
targets: { app: { target: app } }
phases:
  - kind: deploy
    steps:
      - id: held
        title: Switch the marker
        on: app
        changes: true
        run: |
          : > "${begun}"
          while [ ! -e "${release}" ]; do sleep 0.1; done
        timeout: 5m
        expect: [{ exit: 0 }]
        undo: { run: 'true' }
      - id: after
        title: Look at the marker
        on: app
        run: ls -l "${begun}"
        timeout: 30s
        expect: [{ exit: 0 }]
`;
