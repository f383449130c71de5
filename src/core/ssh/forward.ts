import type { Duplex } from 'node:stream';
import { fail, ok, type Result } from '@domain/kernel/result';
import type { Client } from 'ssh2';
import { type ForwardFailureCode, textOf } from './failure';
import type { ConnectionLife } from './life';

// RFC 4254, 5.1: reason codes of SSH_MSG_CHANNEL_OPEN_FAILURE.
const CODES: Readonly<Record<number, ForwardFailureCode>> = { 1: 'forward_prohibited', 2: 'forward_refused' };

const ADVICE: Readonly<Record<ForwardFailureCode, string>> = {
  forward_prohibited: 'The server forbids forwarding: set AllowTcpForwarding yes for this user.',
  forward_refused: 'Nothing accepts connections there, as seen from the target.',
  forward_failed: 'The server gave no better reason.',
  lost: 'The connection to the target is gone.',
};

/** A TCP stream to `host:port` as the target sees it (direct-tcpip). */
export function forwardOn(
  client: Client,
  life: ConnectionLife,
  host: string,
  port: number,
): Promise<Result<Duplex>> {
  const failure = (code: ForwardFailureCode, detail: string) =>
    fail(code, `No stream to ${host}:${port} through the target (${detail}). ${ADVICE[code]}`, {
      host,
      port,
    });
  return new Promise((resolve) => {
    try {
      client.forwardOut('127.0.0.1', 0, host, port, (error, channel) => {
        if (!error) return resolve(ok(channel));
        const reason = (error as Error & { reason?: number }).reason ?? -1;
        const code = life.closed ? 'lost' : (CODES[reason] ?? 'forward_failed');
        resolve(failure(code, life.reason ?? error.message));
      });
    } catch (error) {
      resolve(failure('lost', life.reason ?? textOf(error)));
    }
  });
}
