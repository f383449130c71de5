/** Masks secrets in a byte stream, also where a chunk ends in the middle of one. */
import { secretAutomaton } from './secret-automaton';
import { secretForms } from './secret-forms';

const MASK = Buffer.from('[masked]');

export interface Redactor {
  /** What may be passed on now; the rest waits for the next chunk. */
  push(chunk: Uint8Array): Buffer;
  /** The rest. */
  end(): Buffer;
  /** Places masked so far. Forms that overlap are one place. */
  readonly masked: number;
}

/** Stretches of bytes to mask, first and last place, apart from each other and in order. */
type Stretch = readonly [number, number];

/** Adds a match; what it overlaps becomes one stretch with it, so that no tail of a secret is left over. */
function join(stretches: Stretch[], first: number, last: number): void {
  let from = first;
  for (let before = stretches.at(-1); before !== undefined && before[1] >= from; before = stretches.at(-1)) {
    from = Math.min(from, before[0]);
    stretches.pop();
  }
  stretches.push([from, last]);
}

class StreamRedactor implements Redactor {
  masked = 0;
  /** Bytes that may still become part of a secret. All places are counted from its start. */
  private held: Buffer = Buffer.alloc(0);
  private state = 0;
  /** Found, and not passed on yet: a longer form may still be found around them. */
  private stretches: Stretch[] = [];
  /** The last place of a stretch whose mask is out already; -1 when none reaches into `held`. */
  private maskedTo = -1;

  constructor(private readonly machine: ReturnType<typeof secretAutomaton>) {}

  push(chunk: Uint8Array): Buffer {
    const bytes = Buffer.concat([this.held, chunk]);
    this.find(bytes, this.held.length);
    // Nothing before the current beginning can be part of a match that is still to come.
    return this.passOn(bytes, bytes.length - (this.machine.depth[this.state] as number));
  }

  end(): Buffer {
    this.state = 0;
    return this.passOn(this.held, this.held.length);
  }

  private find(bytes: Buffer, from: number): void {
    const { kinds, width, next, ends } = this.machine;
    let state = this.state;
    for (let at = from; at < bytes.length; at++) {
      state = next[state * width + (kinds[bytes[at] as number] as number)] as number;
      const length = ends[state] as number;
      if (length > 0) join(this.stretches, at - length + 1, at);
    }
    this.state = state;
  }

  /** Everything before `safe`, with masks; keeps the rest. */
  private passOn(bytes: Buffer, safe: number): Buffer {
    const parts: Buffer[] = [];
    const ready = this.stretches.filter(([first]) => first < safe);
    for (const [first, last] of ready) {
      if (first > this.maskedTo) {
        parts.push(bytes.subarray(this.maskedTo + 1, first), MASK);
        this.masked += 1;
      }
      this.maskedTo = last;
    }
    if (this.maskedTo + 1 < safe) parts.push(bytes.subarray(this.maskedTo + 1, safe));
    this.held = Buffer.from(bytes.subarray(safe));
    this.stretches = this.stretches.slice(ready.length).map(([first, last]) => [first - safe, last - safe]);
    this.maskedTo = Math.max(-1, this.maskedTo - safe);
    return Buffer.concat(parts);
  }
}

const UNTOUCHED: Redactor = { push: (chunk) => Buffer.from(chunk), end: () => Buffer.alloc(0), masked: 0 };

export function createRedactor(secrets: readonly string[]): Redactor {
  const forms = secrets.flatMap(secretForms);
  return forms.length === 0 ? UNTOUCHED : new StreamRedactor(secretAutomaton(forms));
}
