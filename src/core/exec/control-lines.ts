/** Reads our `HP1 <nonce> ...` lines out of stderr; the rest is noise of the login shell, kept for messages. */
export interface ControlLines {
  push(chunk: Uint8Array): void;
  readonly rc: number | null;
  readonly refusal: string | null;
  /** `hex ...`, `missing` or `too_big`; null when the line did not come. */
  readonly values: string | null;
  readonly done: boolean;
  /** The first few hundred characters that were not ours, without control characters. */
  readonly noise: string;
}

const NOISE_LIMIT = 400;
// The longest line is 64 KiB of values in hex; anything longer without a newline is noise.
const LINE_LIMIT = 200_000;

export function controlLines(nonce: string): ControlLines {
  const prefix = `HP1 ${nonce} `;
  let rest = '';
  let noise = '';
  let rc: number | null = null;
  let refusal: string | null = null;
  let values: string | null = null;
  let done = false;
  const line = (text: string) => {
    // A login shell may leave an unfinished line in front of ours.
    const at = text.indexOf(prefix);
    if (at < 0) {
      if (noise.length < NOISE_LIMIT) noise += `${text.replace(/\p{Cc}/gu, ' ').slice(0, NOISE_LIMIT)} `;
      return;
    }
    const [word, ...argument] = text.slice(at + prefix.length).split(' ');
    if (word === 'rc' && /^\d{1,5}$/.test(argument[0] ?? '')) rc = Number(argument[0]);
    if (word === 'refused') refusal = argument.join(' ');
    if (word === 'values') values = argument.join(' ');
    if (word === 'done') done = true;
  };
  return {
    push: (chunk) => {
      rest += Buffer.from(chunk).toString('latin1'); // our lines are ASCII; noise is only shown
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > LINE_LIMIT) rest = '';
      for (const text of lines) line(text);
    },
    get rc() {
      return rc;
    },
    get refusal() {
      return refusal;
    },
    get values() {
      return values;
    },
    get done() {
      return done;
    },
    get noise() {
      return `${noise}${rest.slice(0, NOISE_LIMIT)}`.trim().slice(0, NOISE_LIMIT);
    },
  };
}
