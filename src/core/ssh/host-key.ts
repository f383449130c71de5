import { createHash } from 'node:crypto';
import type { HostKey } from '../ports';

/** The fingerprint as `ssh-keygen -l` prints it: `SHA256:` and base64 without padding. */
export const fingerprint = (blob: Uint8Array): string =>
  `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;

/** Reads the type name out of a public key blob (RFC 4253, 6.6: a length-prefixed string first). */
export function hostKeyOf(blob: Uint8Array): HostKey {
  const bytes = Buffer.from(blob);
  const length = bytes.length >= 4 ? bytes.readUInt32BE(0) : 0;
  const type = bytes.subarray(4, 4 + length).toString('latin1');
  return { type, sha256: fingerprint(bytes), blob: new Uint8Array(bytes) };
}
