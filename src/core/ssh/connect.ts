/** One attempt: TCP, handshake with the host key checked, login. Resolves once; a failure leaves nothing open. */

import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import type { PlannedTarget } from '@domain/plan/plan';
import type { Client } from 'ssh2';
import ssh2 from 'ssh2';
import type { HostKey } from '../ports';
import { algorithmsFor } from './algorithms';
import { login } from './auth';
import {
  type ConnectStage,
  explainAbort,
  explainClosed,
  explainError,
  explainTimeout,
} from './connect-failure';
import type { Credentials, SshWarning } from './credentials';
import { connectFailure, textOf } from './failure';
import { hostKeyOf } from './host-key';
import type { HostKeys } from './host-verifier';
import { stageTimer } from './stage-timer';

export interface DialOptions {
  readonly target: PlannedTarget;
  readonly hostKeys: HostKeys;
  readonly credentials: Credentials;
  readonly warn: (warning: SshWarning) => void;
  /** How long the connection, the handshake and every login try may each take. */
  readonly stageTimeoutMs: number;
  readonly signal: AbortSignal;
}

export interface Dialled {
  readonly client: Client;
  readonly hostKey: HostKey;
}

const KEEPALIVE = { keepaliveInterval: 5000, keepaliveCountMax: 3 };
const BANNER_LIMIT = 4096;

export function dial(options: DialOptions): Promise<Result<Dialled>> {
  const { target, hostKeys, signal } = options;
  const address = `${target.host}:${target.port}`;
  if (signal.aborted) return Promise.resolve(explainAbort(address));
  return new Promise((resolve) => {
    const client = new ssh2.Client();
    let stage: ConnectStage = 'connect';
    let hostKey: HostKey | null = null;
    let hostRefusal: Failure | null = null;

    const settle = (result: Result<Dialled>) => {
      timer.stop();
      signal.removeEventListener('abort', onAbort);
      client.removeAllListeners();
      // ssh2 may report more errors while it closes; without a listener they would end the process.
      client.on('error', () => undefined);
      if (!result.ok) client.destroy();
      resolve(result);
    };
    const onAbort = () => settle(explainAbort(address));
    const timer = stageTimer(options.stageTimeoutMs, () =>
      settle(explainTimeout(address, stage, options.stageTimeoutMs)),
    );
    const enter = (next: ConnectStage) => {
      stage = next;
      timer.restart();
    };
    const attempt = login(target.user, options.credentials, {
      warn: options.warn,
      waiting: (on) => (on ? timer.stop() : timer.restart()),
    });
    const verify = (blob: Buffer): boolean => {
      hostKey = hostKeyOf(blob);
      const verdict = hostKeys.verify({ host: target.host, port: target.port }, hostKey);
      if (!verdict.ok) hostRefusal = verdict.error;
      return verdict.ok;
    };

    signal.addEventListener('abort', onAbort, { once: true });
    client
      .on('connect', () => {
        client.setNoDelay(true); // Nagle and delayed ACK cost 40 ms per command otherwise
        enter('handshake');
      })
      .on('handshake', () => enter('login'))
      .on('banner', (text) => options.warn({ code: 'banner', message: text.slice(0, BANNER_LIMIT) }))
      .on('ready', () => {
        if (hostKey === null) settle(noHostKey(address));
        else settle(ok({ client, hostKey }));
      })
      .on('close', () => settle(explainClosed(address, stage)))
      .on('error', (error) => {
        if (hostRefusal !== null) settle({ ok: false, error: hostRefusal });
        else if (error.level === 'agent') options.warn({ code: 'agent_unusable', message: error.message });
        else if (error.level === 'client-authentication') settle(attempt.failure(target.user, address));
        else settle(explainError(error, address, stage));
      });
    enter('connect');
    try {
      client.connect({
        host: target.host,
        port: target.port,
        username: target.user,
        readyTimeout: 0, // ours counts per stage and waits for people
        ...KEEPALIVE,
        algorithms: algorithmsFor(hostKeys.knownTypes({ host: target.host, port: target.port })),
        hostVerifier: verify,
        authHandler: attempt.handler,
      });
    } catch (error) {
      settle(fail('protocol', `The connection to ${address} could not be set up: ${textOf(error)}`));
    }
  });
}

const noHostKey = (address: string) =>
  connectFailure('protocol', `${address} logged in without showing a host key.`, { address });
