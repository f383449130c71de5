/** The digests of the evidence formats, by Node's crypto. */
import { createHash } from 'node:crypto';
import type { Sha256 } from '@domain/evidence/hash';

export const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest();
export const sha512 = (bytes: Uint8Array): Uint8Array => createHash('sha512').update(bytes).digest();
export const sha256Hex = (data: Uint8Array | string): string =>
  createHash('sha256').update(data).digest('hex');
