import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { coreProcessMessage } from '@ipc/core-process';
import { serve } from '@ipc/server';
import { type Holdpoint, openHoldpoint } from '../app/holdpoint';
import type { AppOptions } from '../app/options';
import { sealWhenClosed } from '../app/seal-when-closed';
import { allHandlers } from '../handlers/all';
import type { Grants, HandlerContext } from '../handlers/context';
import { failedHandlers } from '../handlers/failed';
import { notifier } from '../system/notifier';
import { type CoreArguments, coreArgumentsOf } from './arguments';
import { type ParentPort, parentPort, portLike } from './parent-port';
import { thisNode } from './this-node';

/** Opens the data folder and answers every window that connects, until the shell ends this process. */
export function runCoreProcess(argv: readonly string[]): void {
  const parent = parentPort();
  if (parent === undefined)
    throw new Error('core is started by the desktop app; on a terminal use holdpoint');
  const opening = openHoldpoint(optionsOf(coreArgumentsOf(argv)));
  const grants: Grants = new Map();
  const handlers = opening.then((opened) =>
    opened.ok ? allHandlers(contextOf(opened.value, grants)) : failedHandlers(opened.error),
  );
  listen(parent, grants, handlers);
  endWith(opening);
}

function optionsOf({ dataDir, appRoot, ownerPid }: CoreArguments): AppOptions {
  const { version } = JSON.parse(readFileSync(join(appRoot, 'package.json'), 'utf8')) as { version: string };
  const actor = userInfo().username;
  const electron = process.versions.electron ?? null;
  return {
    dataDir,
    resourcesDir: join(appRoot, 'resources'),
    cliEntry: join(appRoot, 'out', 'cli', 'index.js'),
    nodeRunner: thisNode(),
    via: 'window',
    practiceOwner: ownerPid,
    actor,
    holder: `window of ${actor}`,
    readOnly: false,
    app: { name: 'holdpoint', version, node: process.versions.node, electron },
  };
}

function contextOf(holdpoint: Holdpoint, grants: Grants): HandlerContext {
  let folder = join(holdpoint.options.resourcesDir, 'runbooks', 'practice');
  const changes = notifier<{ what: 'runs' | 'practice' | 'workspace' | 'settings' | 'keys' }>();
  holdpoint.runs.happenings.listen(() => changes.tell({ what: 'runs' }));
  sealWhenClosed(holdpoint.runs, holdpoint.records, (runId, { code, message }) =>
    process.stderr.write(`holdpoint: the record of run ${runId} is not sealed (${code}): ${message}\n`),
  );
  return {
    holdpoint,
    grants,
    changes,
    workspaceFolder: () => folder,
    openWorkspace: (path) => {
      folder = path;
    },
  };
}

function listen(parent: ParentPort, grants: Grants, handlers: Promise<Parameters<typeof serve>[1]>): void {
  parent.on('message', ({ data, ports }) => {
    const message = coreProcessMessage.parse(data);
    if (message.type === 'grant') grants.set(message.token, { path: message.path, purpose: message.purpose });
    const [port] = ports;
    if (message.type !== 'connect' || port === undefined) return;
    // Messages wait in the port until it is started, so a window may ask before the ledger is open.
    void handlers.then((ready) => {
      serve(portLike(port), ready, () => new AbortController(), logDefect);
      port.start();
    });
  });
}

/** Ends cleanly when told to: what runs on targets goes on there, and the practice ends with the app by itself. */
function endWith(opening: ReturnType<typeof openHoldpoint>): void {
  process.once('SIGTERM', () => {
    void opening
      .then((opened) => (opened.ok ? opened.value.close() : undefined))
      .finally(() => process.exit(0));
  });
}

/** Names the method and the place in our code, never what was asked: an input may hold a passphrase. */
function logDefect(method: string, error: unknown): void {
  const where = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`holdpoint: ${method} failed unexpectedly: ${where}\n`);
}
