import { randomBytes } from 'node:crypto';
import type { Clock, Ids } from '../ports';

/** UUIDv7 of RFC 9562, 5.7: 48 bits of Unix milliseconds, then random bits. Sorts by time of creation. */
export function uuidV7(unixMs: number, random: Uint8Array): string {
  const bytes = Buffer.concat([Buffer.alloc(6), random.subarray(0, 10)]);
  bytes.writeUIntBE(unixMs, 0, 6);
  bytes[6] = 0x70 | ((bytes[6] as number) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] as number) & 0x3f);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export const systemIds = (clock: Clock): Ids => ({
  uuid: () => uuidV7(Date.parse(clock.now()), randomBytes(10)),
});
