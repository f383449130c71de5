/** Turns what ssh2 and the socket report before a login into coded failures. */
import type { ClientErrorExtensions } from 'ssh2';
import { connectFailure } from './failure';

export type ConnectStage = 'connect' | 'handshake' | 'login';
type SshError = Error & Partial<ClientErrorExtensions> & { code?: string };

const UNREACHABLE: Readonly<Record<string, readonly [cause: string, advice: string]>> = {
  ECONNREFUSED: ['refused', 'Nothing listens there: is sshd running, and is the port right?'],
  EHOSTUNREACH: ['no_route', 'There is no route: is the network or VPN up?'],
  ENETUNREACH: ['no_route', 'There is no route: is the network or VPN up?'],
  ENOTFOUND: ['dns', 'The name does not resolve: check its spelling and the DNS.'],
  EAI_AGAIN: ['dns', 'The name could not be resolved just now: is the network up?'],
  ETIMEDOUT: ['timeout', 'Nothing answered: a firewall may drop the packets.'],
  ECONNRESET: ['closed', 'The connection was cut: the server may be overloaded or refuse this address.'],
  EPIPE: ['closed', 'The connection was cut: the server may be overloaded or refuse this address.'],
};

/** `address` is `host:port`, for the message. */
export function explainError(error: SshError, address: string, stage: ConnectStage) {
  const known = UNREACHABLE[error.code ?? ''];
  if (known !== undefined)
    return connectFailure('unreachable', `${address} cannot be reached (${error.code}). ${known[1]}`, {
      cause: known[0],
      address,
    });
  return connectFailure(
    'protocol',
    `The SSH conversation with ${address} failed during ${stage}: ${error.message}. ` +
      'Is this an SSH server, and does it offer current algorithms (curve25519, aes-gcm or aes-ctr, SHA-2)?',
    { address, stage, detail: error.message },
  );
}

export function explainTimeout(address: string, stage: ConnectStage, afterMs: number) {
  const what = { connect: 'accept the connection', handshake: 'finish the SSH handshake', login: 'log in' }[
    stage
  ];
  return connectFailure(
    'unreachable',
    `${address} did not ${what} within ${afterMs / 1000} s. Is the host up, and is the network between whole?`,
    { cause: 'timeout', stage, address },
  );
}

export const explainClosed = (address: string, stage: ConnectStage) =>
  connectFailure(
    'unreachable',
    `${address} closed the connection during ${stage}. The server may limit connections or refuse this address.`,
    { cause: 'closed', stage, address },
  );

export const explainAbort = (address: string) =>
  connectFailure('aborted', `Connecting to ${address} was cancelled.`, { address });
