/** The data types of the SSH protocol (RFC 4251 section 5), for keys and signatures. Input is hostile: every read is bounded. */
import { type Failure, fail, ok, type Result } from '../kernel/result';
import { utf8 } from './hash';

export function u32(value: number): Uint8Array {
  return Uint8Array.of((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** `string`: a four-byte length and the bytes. */
export function sshString(value: string | Uint8Array): Uint8Array {
  const bytes = typeof value === 'string' ? utf8(value) : value;
  return concat(u32(bytes.length), bytes);
}

/** `mpint` of a number that is never negative: no leading zeros but the one that keeps the sign bit clear. */
export function mpint(value: Uint8Array): Uint8Array {
  const start = value.findIndex((byte) => byte !== 0);
  if (start === -1) return u32(0);
  const digits = value.subarray(start);
  return sshString((digits[0] ?? 0) & 0x80 ? concat(Uint8Array.of(0), digits) : digits);
}

/** Thrown inside a reader function and turned into a Failure by `readWire`. */
class Malformed extends Error {}

/** Reads fields one after the other; only usable inside `readWire`. */
export class WireReader {
  private at = 0;
  constructor(private readonly source: Uint8Array) {}

  take(length: number): Uint8Array {
    if (length > this.source.length - this.at) throw new Malformed('a field reaches past the end');
    this.at += length;
    return this.source.subarray(this.at - length, this.at);
  }
  u8(): number {
    return this.take(1)[0] ?? refuse('a byte is missing');
  }
  u32(): number {
    return this.take(4).reduce((value, byte) => value * 256 + byte, 0);
  }
  bytes(): Uint8Array {
    return this.take(this.u32());
  }
  /** A string of printable ASCII, as all names of algorithms and namespaces are. */
  name(): string {
    const bytes = this.bytes();
    if (bytes.some((byte) => byte < 0x21 || byte > 0x7e)) refuse('a name holds other than printable ASCII');
    return String.fromCharCode(...bytes.subarray(0, 1024));
  }
  /** An mpint that must be positive and in its shortest form; without the sign byte. */
  positive(): Uint8Array {
    const bytes = this.bytes();
    const [first, second] = bytes;
    if (first === undefined || first & 0x80) refuse('a number is not positive');
    if (first === 0 && (second === undefined || (second & 0x80) === 0)) refuse('a number has leading zeros');
    return first === 0 ? bytes.subarray(1) : bytes;
  }
  rest(): number {
    return this.source.length - this.at;
  }
}

export function refuse(why: string): never {
  throw new Malformed(why);
}

/** Runs `read` over the whole of `bytes`: short fields, refusals and trailing bytes are a Failure. */
export function readWire<T>(bytes: Uint8Array, read: (r: WireReader) => T): Result<T, Failure<'wire'>> {
  const reader = new WireReader(bytes);
  try {
    const value = read(reader);
    return reader.rest() === 0 ? ok(value) : fail('wire', 'bytes are left over after the last field');
  } catch (error) {
    if (error instanceof Malformed) return fail('wire', error.message);
    throw error;
  }
}
