/** Base64 of RFC 4648 section 4, strict: one text for one value, so that no byte of an armour can change unseen. */
import { fail, ok, type Result } from '../kernel/result';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Map([...ALPHABET].map((letter, value) => [letter, value]));

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i] ?? 0, bytes[i + 1], bytes[i + 2]];
    text += ALPHABET.charAt(a >> 2) + ALPHABET.charAt(((a & 3) << 4) | ((b ?? 0) >> 4));
    text += b === undefined ? '=' : ALPHABET.charAt(((b & 15) << 2) | ((c ?? 0) >> 6));
    text += c === undefined ? '=' : ALPHABET.charAt(c & 63);
  }
  return text;
}

function bytesOf(values: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const value of values) {
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 255);
  }
  return Uint8Array.from(bytes);
}

/** Refuses other letters, missing padding and unused bits that are not zero. */
export function fromBase64(text: string): Result<Uint8Array, Failure64> {
  const letters = text.replace(/={1,2}$/, '');
  const values = [...letters].map((letter) => VALUES.get(letter));
  if (text.length % 4 !== 0 || values.some((value) => value === undefined))
    return fail('base64', 'the text is not base64');
  const bytes = bytesOf(values as number[]);
  return toBase64(bytes) === text
    ? ok(bytes)
    : fail('base64', 'the base64 text is not in its one exact form');
}
type Failure64 = { readonly code: 'base64'; readonly message: string };
