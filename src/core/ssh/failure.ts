/** Why no connection could be made, as closed codes, and the two ways an outcome says "nobody ran this to its end". */
import { type Failure, fail } from '@domain/kernel/result';
import type { Outcome } from '@domain/run/outcome';

/** `known_hosts_unreadable` is apart from `host_key_unknown`: a file nobody could read may hold a revocation. */
export type HostKeyFailureCode =
  | 'host_key_unknown'
  | 'host_key_changed'
  | 'host_key_revoked'
  | 'host_key_needs_certificate'
  | 'known_hosts_unreadable';

export type LoginFailureCode = 'auth_failed' | 'wrong_passphrase' | 'no_credentials';

/** `unreachable` carries `data.cause` (refused, no_route, dns, timeout, closed); `aborted` = the caller asked. */
export type ConnectFailureCode =
  | HostKeyFailureCode
  | LoginFailureCode
  | 'unreachable'
  | 'protocol'
  | 'aborted';

/** What an upload can run into. `remote_failure` is SFTP's catch-all when the server says nothing better. */
export type UploadFailureCode =
  | 'local_missing'
  | 'local_unreadable'
  | 'sftp_unavailable'
  | 'remote_folder_missing'
  | 'remote_permission'
  | 'remote_no_space'
  | 'remote_is_folder'
  | 'remote_failure'
  | 'lost'
  | 'aborted';

export type ForwardFailureCode = 'forward_refused' | 'forward_prohibited' | 'forward_failed' | 'lost';

export const connectFailure = (code: ConnectFailureCode, message: string, data?: Failure['data']) =>
  fail(code, message, data);

export const lost = (why: string): Outcome => ({ kind: 'lost', why });
export const refused = (code: string, why: string): Outcome => ({ kind: 'refused', code, why });

export const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
