/** A run that ended before the window opens, made on the command line: records are there at once. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CliResult, holdpoint } from '../../support/cli';

const INVENTORY = 'environments:\n  practice:\n    targets:\n      app: { practice: true }\n';

const runbook = (script: string): string => `holdpoint: 1
id: short-run
title: A short run
phases:
  - kind: preflight
    steps:
      - id: look
        title: Look around
        local: ${script}
        timeout: 5m
        expect: [{ exit: 0 }]
`;

/** A workspace in `folder` with one step on this machine. */
function shortWorkspace(folder: string, script: string): string {
  const path = join(folder, 'short');
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'inventory.yaml'), INVENTORY);
  const file = join(path, 'short.yaml');
  writeFileSync(file, runbook(script));
  return file;
}

/** Runs `script` as the one step of a practice run on this machine. */
export function shortRun(folder: string, dataDir: string, script: string): Promise<CliResult> {
  const file = shortWorkspace(folder, script);
  return holdpoint(['run', file, '--env', 'practice', '--kind', 'practice'], { dataDir, cwd: folder });
}

/** Makes a run that ended and exports its bundle; returns the bundle's folder. */
export async function finishedRun(folder: string, dataDir: string): Promise<string> {
  const run = await shortRun(folder, dataDir, 'echo fine');
  if (run.code !== 0) throw new Error(run.stderr);
  const listed = await holdpoint(['--json', 'runs'], { dataDir });
  const bundle = join(folder, 'bundle');
  const made = await holdpoint(['record', 'export', runIdOf(listed.stdout), '--out', bundle], { dataDir });
  if (made.code !== 0) throw new Error(made.stderr);
  return bundle;
}

const runIdOf = (listed: string): string => /"run_id":\s*"([^"]+)"/.exec(listed)?.[1] ?? '';
