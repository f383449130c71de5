/** Masks secrets in a byte stream, also where a chunk ends in the middle of one. */
import { secretForms } from './secret-forms';

const MASK = Buffer.from('[masked]');

export interface Redactor {
  /** What may be passed on now; the rest waits for the next chunk. */
  push(chunk: Uint8Array): Buffer;
  /** The rest. */
  end(): Buffer;
  /** Places masked so far. */
  readonly masked: number;
}

export function createRedactor(secrets: readonly string[]): Redactor {
  // Longest first: of two forms that begin at one place the longer one is masked.
  const forms = secrets.flatMap(secretForms).sort((a, b) => b.length - a.length);
  let held: Buffer = Buffer.alloc(0);
  let masked = 0;

  const take = (chunk: Uint8Array, last: boolean): Buffer => {
    if (forms.length === 0) return Buffer.from(chunk);
    const bytes = held.length === 0 ? Buffer.from(chunk) : Buffer.concat([held, chunk]);
    const parts: Buffer[] = [];
    let at = 0;
    for (;;) {
      const found = firstMatch(forms, bytes, at);
      const stop = last ? bytes.length : holdFrom(forms, bytes, at);
      if (found === null || (found.at >= stop && !last)) {
        held = bytes.subarray(stop);
        parts.push(bytes.subarray(at, stop));
        return Buffer.concat(parts);
      }
      parts.push(bytes.subarray(at, found.at), MASK);
      masked += 1;
      at = found.at + found.length;
    }
  };

  return {
    push: (chunk) => take(chunk, false),
    end: () => {
      const rest = take(Buffer.alloc(0), true);
      held = Buffer.alloc(0);
      return rest;
    },
    get masked() {
      return masked;
    },
  };
}

interface Match {
  readonly at: number;
  readonly length: number;
}

function firstMatch(forms: readonly Buffer[], bytes: Buffer, from: number): Match | null {
  let first: Match | null = null;
  for (const form of forms) {
    const at = bytes.indexOf(form, from);
    if (at !== -1 && (first === null || at < first.at)) first = { at, length: form.length };
  }
  return first;
}

/** The first place from which the bytes could be the beginning of a form that is not complete yet. */
function holdFrom(forms: readonly Buffer[], bytes: Buffer, from: number): number {
  const longest = forms[0]?.length ?? 0;
  for (let at = Math.max(from, bytes.length - longest + 1); at < bytes.length; at += 1) {
    const rest = bytes.length - at;
    if (forms.some((f) => f.length > rest && bytes.compare(f, 0, rest, at, bytes.length) === 0)) return at;
  }
  return bytes.length;
}
