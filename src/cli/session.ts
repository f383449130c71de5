/** What every command shares: global options, the terminal, and the parts it opens when it needs them. */

import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { type Holdpoint, openHoldpoint } from '@core/app/holdpoint';
import type { AppOptions } from '@core/app/options';
import { thisNode } from '@core/process/this-node';
import { findWorkspace, workspaceOf } from '@core/workspace/find';
import { builtWorker, workerParser, type YamlParser } from '@core/workspace/parse';
import { Workspace } from '@core/workspace/workspace';
import type { Problem } from '@domain/runbook/problem';
import { problemLine } from '@domain/runbook/problem';
import { defaultDataDir } from '@ipc/data-dir';
import { appRoot, appVersion } from './app-root';
import { EXIT, type ExitCode } from './exit-codes';
import type { Terminal } from './terminal';

export interface GlobalOptions {
  readonly dataDir?: string;
  readonly workspace?: string;
  readonly json?: boolean;
  readonly as?: string;
}

/** Ends a command with a message for people and an exit code. */
export class Stop extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
  ) {
    super(message);
  }
}

export interface Session {
  readonly terminal: Terminal;
  readonly json: boolean;
  readonly dataDir: string;
  readonly actor: string;
  readonly parser: YamlParser;
  open(mode: 'write' | 'read'): Promise<Holdpoint>;
  /** The workspace of a runbook, or the one of the working folder. */
  workspaceFor(runbook: string | null): Promise<Workspace>;
  options(readOnly: boolean): AppOptions;
}

export function createSession(terminal: Terminal, globals: GlobalOptions): Session {
  const root = appRoot();
  const standard = defaultDataDir({ platform: process.platform, home: homedir(), env: process.env });
  const dataDir = resolve(globals.dataDir ?? standard);
  const actor = globals.as ?? userInfo().username;
  const parser = workerParser(builtWorker());
  const options = (readOnly: boolean): AppOptions => ({
    dataDir,
    resourcesDir: join(root, 'resources'),
    cliEntry: join(root, 'out', 'cli', 'index.js'),
    nodeRunner: thisNode(),
    via: 'terminal',
    practiceOwner: null,
    actor,
    holder: `command line of ${actor}`,
    readOnly,
    app: { name: 'holdpoint', version: appVersion(root), node: process.versions.node, electron: null },
  });
  return {
    terminal,
    json: globals.json === true,
    dataDir,
    actor,
    parser,
    options,
    open: (mode) => openOrStop(options(mode === 'read'), parser, mode),
    workspaceFor: (runbook) => workspaceFor(globals, runbook, parser),
  };
}

async function openOrStop(
  options: AppOptions,
  parser: YamlParser,
  mode: 'write' | 'read',
): Promise<Holdpoint> {
  const opened = await openHoldpoint(options, { parser });
  if (!opened.ok)
    throw new Stop(opened.error.code === 'no_ledger' ? EXIT.usage : EXIT.failed, opened.error.message);
  const { ledger } = opened.value;
  if (mode === 'write' && ledger.mode === 'read_only') {
    const why = ledger.why?.message ?? 'the reason is not known';
    await opened.value.close();
    throw new Stop(EXIT.refused, `The ledger may only be looked at: ${why}`);
  }
  return opened.value;
}

async function workspaceFor(
  globals: GlobalOptions,
  runbook: string | null,
  parser: YamlParser,
): Promise<Workspace> {
  const given = globals.workspace;
  const folder =
    given !== undefined
      ? resolve(given)
      : runbook === null
        ? await findWorkspace(process.cwd())
        : await workspaceOf(resolve(runbook), process.cwd());
  if (folder === null)
    throw new Stop(
      EXIT.usage,
      'No workspace: no inventory.yaml here or in a folder above. Give one with --workspace.',
    );
  return new Workspace(folder, parser);
}

/** Prints problems where people and machines expect them. */
export function showProblems(session: Session, problems: readonly Problem[]): void {
  if (session.json) session.terminal.json({ ok: !problems.some((p) => p.severity === 'error'), problems });
  else for (const problem of problems) session.terminal.say(problemLine(problem));
}
