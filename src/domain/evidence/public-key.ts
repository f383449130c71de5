/** SSH public keys as text (`type base64 comment`, one authorized_keys line without options) and as wire bytes. */
import { type Failure, fail, ok, type Result } from '../kernel/result';
import { fromBase64, toBase64 } from './base64';
import type { Sha256 } from './hash';
import { readWire } from './ssh-wire';

export interface PublicKey {
  /** `ssh-ed25519`, `ssh-rsa`, `ecdsa-sha2-nistp256`, ... */
  readonly type: string;
  readonly blob: Uint8Array;
  readonly comment: string;
}

/** The key type a wire blob names in its first field. */
export function keyType(blob: Uint8Array): Result<string, Failure<'wire'>> {
  return readWire(blob, (r) => {
    const type = r.name();
    r.take(r.rest());
    return type;
  });
}

export function parsePublicKey(line: string): Result<PublicKey, Failure<'public_key'>> {
  const [type, encoded, ...comment] = line.trim().split(/[ \t]+/);
  const blob = fromBase64(encoded ?? '');
  if (type === undefined || !blob.ok || blob.value.length === 0)
    return fail('public_key', 'not an SSH public key line');
  const inner = keyType(blob.value);
  if (!inner.ok || inner.value !== type)
    return fail('public_key', 'the key does not hold the type its line names');
  return ok({ type, blob: blob.value, comment: comment.join(' ') });
}

export function publicKeyLine(type: string, blob: Uint8Array, comment = ''): string {
  const line = `${type} ${toBase64(blob)}`;
  return comment === '' ? line : `${line} ${comment}`;
}

/** The key without its comment: what two lines must share to be the same key. */
export const bareKey = (line: string): string =>
  line
    .trim()
    .split(/[ \t]+/)
    .slice(0, 2)
    .join(' ');

/** As `ssh-keygen -l` prints it: `SHA256:` and base64 without padding. */
export const fingerprint = (blob: Uint8Array, sha256: Sha256): string =>
  `SHA256:${toBase64(sha256(blob)).replace(/=+$/, '')}`;
