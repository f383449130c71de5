/** A tar.gz writer that gives the same bytes for the same files on every machine: POSIX ustar, no times, no owners. */
import { crc32 } from 'node:zlib';

export interface TarFile {
  /** Relative, with slashes, at most 100 characters. */
  readonly path: string;
  readonly content: Buffer;
}

const BLOCK = 512;

function header(file: TarFile): Buffer {
  if (Buffer.byteLength(file.path) > 100) throw new Error(`the path is too long for ustar: ${file.path}`);
  const block = Buffer.alloc(BLOCK);
  const put = (text: string, at: number) => block.write(text, at, 'latin1');
  block.write(file.path, 0, 'utf8');
  put('0000644\0', 100);
  put('0000000\0', 108);
  put('0000000\0', 116);
  put(`${file.content.length.toString(8).padStart(11, '0')}\0`, 124);
  put('00000000000\0', 136);
  put('        ', 148); // the checksum counts its own field as spaces
  put('0', 156);
  put('ustar\0', 257);
  put('00', 263);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** Files in the order given, each padded to a block, then the two empty blocks that end an archive. */
export function tar(files: readonly TarFile[]): Buffer {
  const parts = files.flatMap((file) => {
    const padding = (BLOCK - (file.content.length % BLOCK)) % BLOCK;
    return [header(file), file.content, Buffer.alloc(padding)];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

const STORED_LIMIT = 0xffff;

function storedBlock(data: Buffer, last: boolean): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(last ? 1 : 0, 0);
  head.writeUInt16LE(data.length, 1);
  head.writeUInt16LE(~data.length & 0xffff, 3);
  return Buffer.concat([head, data]);
}

/**
 * RFC 1952 with stored blocks only (RFC 1951, 3.2.4): what a compressor makes of the same input differs between its
 * versions, and these digests are published.
 */
export function gzipStored(data: Buffer): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at < data.length; at += STORED_LIMIT) {
    const end = Math.min(at + STORED_LIMIT, data.length);
    blocks.push(storedBlock(data.subarray(at, end), end === data.length));
  }
  const head = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(crc32(data), 0);
  tail.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, ...blocks, tail]);
}
