/** Reads a growing file line by line in bounded pieces. */
import { type FileHandle, open } from 'node:fs/promises';

const PIECE = 256 * 1024;
/** A longer line is handed over in parts of this many bytes, so that one line of a gigabyte stays harmless. */
const LONGEST_LINE = 64 * 1024;

export interface LineReader {
  /** Complete lines that came since the last call, at most about 256 KiB of them; none when the end is reached. */
  next(): Promise<readonly string[]>;
  /** The unfinished last line, for when nothing more will come. */
  rest(): readonly string[];
  close(): Promise<void>;
}

export async function lineReader(path: string): Promise<LineReader> {
  const file = await open(path, 'r');
  let offset = 0;
  let held = Buffer.alloc(0);
  return {
    next: async () => {
      const piece = await readPiece(file, offset);
      offset += piece.length;
      const bytes = Buffer.concat([held, piece]);
      const end = bytes.lastIndexOf(0x0a) + 1;
      const cut = end === 0 && bytes.length > LONGEST_LINE ? bytes.length : end;
      held = Buffer.from(bytes.subarray(cut));
      return cut === 0 ? [] : splitLines(bytes.subarray(0, cut));
    },
    rest: () => {
      const lines = held.length === 0 ? [] : splitLines(held);
      held = Buffer.alloc(0);
      return lines;
    },
    close: () => file.close(),
  };
}

async function readPiece(file: FileHandle, offset: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(PIECE), 0, PIECE, offset);
  return buffer.subarray(0, bytesRead);
}

// Decoded line by line: a character split over two pieces is never torn, because lines end at a byte of its own.
function splitLines(bytes: Buffer): string[] {
  const text = bytes.toString('utf8');
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
