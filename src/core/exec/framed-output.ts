/** Cuts the script's own bytes out of what comes on stdout: after our begin mark, before our end mark. */
export interface FramedOutput {
  push(chunk: Uint8Array): void;
  readonly began: boolean;
  readonly ended: boolean;
}

/** Holds back only bytes that could be the start of a mark, so memory stays at one chunk. */
export function framedOutput(nonce: string, onOutput: (chunk: Uint8Array) => void): FramedOutput {
  const begin = Buffer.from(`HP1 ${nonce} begin\n`);
  const end = Buffer.from(`HP1 ${nonce} end\n`);
  let held: Buffer = Buffer.alloc(0);
  let began = false;
  let ended = false;
  const emit = (bytes: Buffer) => {
    if (began && bytes.length > 0) onOutput(bytes);
  };
  const take = (bytes: Buffer): void => {
    const mark = began ? end : begin;
    const at = bytes.indexOf(mark);
    if (at < 0) {
      const keep = possibleStart(bytes, mark);
      emit(bytes.subarray(0, bytes.length - keep));
      held = Buffer.from(bytes.subarray(bytes.length - keep));
      return;
    }
    emit(bytes.subarray(0, at));
    held = Buffer.alloc(0);
    if (began) ended = true;
    else {
      began = true;
      take(bytes.subarray(at + mark.length));
    }
  };
  return {
    push: (chunk) => {
      if (ended) return; // a child left in the background still writes; its step is over
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      take(held.length === 0 ? bytes : Buffer.concat([held, bytes]));
    },
    get began() {
      return began;
    },
    get ended() {
      return ended;
    },
  };
}

/** How many of the last bytes could be the start of `mark`. */
function possibleStart(bytes: Buffer, mark: Buffer): number {
  for (let size = Math.min(mark.length - 1, bytes.length); size > 0; size -= 1)
    if (bytes.subarray(bytes.length - size).equals(mark.subarray(0, size))) return size;
  return 0;
}
