/** ULIDs (github.com/ulid/spec): 48 bits of milliseconds and 80 random bits as 26 letters of Crockford's base32. */
import { randomBytes } from 'node:crypto';

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export function newUlid(nowMs: number, random: Uint8Array = randomBytes(10)): string {
  let value = BigInt(nowMs);
  for (const byte of random) value = (value << 8n) | BigInt(byte);
  let text = '';
  for (let i = 0; i < 26; i++) {
    text = LETTERS.charAt(Number(value & 31n)) + text;
    value >>= 5n;
  }
  return text;
}
