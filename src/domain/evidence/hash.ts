/** SHA-256 as a port: the domain has no crypto of its own. Returns 32 bytes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** The digest "before the first": 64 zeros, as the first ledger line and the first checkpoint name it. */
export const ZERO_HASH = '0'.repeat(64);

const HEX_HASH = /^[0-9a-f]{64}$/;
/** True for a SHA-256 digest written as 64 lower-case hex digits, the only way this format writes one. */
export const isHexHash = (text: string): boolean => HEX_HASH.test(text);

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}

const encoder = new TextEncoder();
export const utf8 = (text: string): Uint8Array => encoder.encode(text);

/** SHA-256 of a text's UTF-8 bytes as 64 hex digits. */
export const hexHash = (sha256: Sha256, text: string): string => toHex(sha256(utf8(text)));

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  return a.every((byte, i) => byte === b[i]);
}
