/** The Transport port on the ssh2 library. There is no way to leave host keys unchecked. */

import { ok } from '@domain/kernel/result';
import type { PlannedTarget } from '@domain/plan/plan';
import type { Connection, Transport } from '../ports';
import { type Dialled, dial } from './connect';
import type { Credentials, SshWarning } from './credentials';
import { execOn } from './exec';
import { refused } from './failure';
import { forwardOn } from './forward';
import type { HostKeys } from './host-verifier';
import { watchLife } from './life';
import { limit } from './limit';
import { uploadAborted, uploadOn } from './upload';

export interface Ssh2Options {
  readonly hostKeys: HostKeys;
  readonly credentials: (target: PlannedTarget) => Credentials;
  readonly onWarning?: (target: PlannedTarget, warning: SshWarning) => void;
  /** Limit for TCP, for the handshake and for each login try; default 15 s. People asked meanwhile don't count. */
  readonly stageTimeoutMs?: number;
}

const STAGE_TIMEOUT_MS = 15_000;
const SESSIONS = 6;

export function ssh2Transport(options: Ssh2Options): Transport {
  return {
    connect: async (target, signal) => {
      const warn = (warning: SshWarning) => options.onWarning?.(target, warning);
      for (const { file, line, why } of options.hostKeys.problems())
        warn({ code: 'known_hosts_line', message: `${file} line ${line}: ${why}` });
      const dialled = await dial({
        target,
        hostKeys: options.hostKeys,
        credentials: options.credentials(target),
        warn,
        stageTimeoutMs: options.stageTimeoutMs ?? STAGE_TIMEOUT_MS,
        signal,
      });
      return dialled.ok ? ok(connectionOf(dialled.value)) : dialled;
    },
  };
}

function connectionOf({ client, hostKey }: Dialled): Connection {
  const life = watchLife(client);
  const inTurn = limit(SESSIONS);
  return {
    hostKey,
    get closed() {
      return life.closed;
    },
    exec: (request) =>
      inTurn(
        request.signal,
        () => refused('aborted', 'stopped before the command was sent'),
        () => execOn(client, life, request),
      ),
    upload: (localPath, remotePath, signal) =>
      inTurn(
        signal,
        () => uploadAborted(remotePath),
        () => uploadOn(client, life, localPath, remotePath, signal),
      ),
    forward: (host, port) => forwardOn(client, life, host, port),
    close: async () => {
      client.end();
      await Promise.race([life.gone, graceMs(1000)]);
      client.destroy();
      await life.gone;
    },
  };
}

/** A server that never closes its side must not keep us. */
const graceMs = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
