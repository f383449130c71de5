/** Open files and folder listings of one SFTP channel. */
import { chmod, type FileHandle, open } from 'node:fs/promises';
import ssh2, { type Attributes, type FileEntry } from 'ssh2';

const { OPEN_MODE, flagsToString } = ssh2.utils.sftp;

// A client may ask for any length; what it gets at once stays small.
const READ_LIMIT = 256 * 1024;

type Held = { file: FileHandle } | { entries: FileEntry[] | null };

/** OPEN flags as Node's open knows them; APPEND is refused because its offsets mean nothing. */
function nodeFlags(flags: number): string {
  const text = flagsToString(flags);
  if (text === null || (flags & OPEN_MODE.APPEND) !== 0) throw new Error('this way of opening is not served');
  return text;
}

export function openHandles() {
  const held = new Map<number, Held>();
  let last = 0;

  const keep = (what: Held): Buffer => {
    last += 1;
    held.set(last, what);
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(last);
    return handle;
  };
  const find = (handle: Buffer): Held => {
    const what = handle.length === 4 ? held.get(handle.readUInt32BE()) : undefined;
    if (what === undefined) throw new Error('no such handle');
    return what;
  };
  const file = (handle: Buffer): FileHandle => {
    const what = find(handle);
    if (!('file' in what)) throw new Error('the handle is a folder');
    return what.file;
  };

  return {
    file,
    async open(path: string, flags: number, attrs: Attributes): Promise<Buffer> {
      const mode = attrs.mode === undefined ? 0o644 : attrs.mode & 0o777;
      return keep({ file: await open(path, nodeFlags(flags), mode) });
    },
    list: (entries: FileEntry[]): Buffer => keep({ entries }),
    /** The whole listing once, then null. */
    nextEntries(handle: Buffer): FileEntry[] | null {
      const what = find(handle);
      if (!('entries' in what)) throw new Error('the handle is a file');
      const { entries } = what;
      what.entries = null;
      return entries === null || entries.length === 0 ? null : entries;
    },
    /** Null at the end of the file. */
    async read(handle: Buffer, offset: number, length: number): Promise<Buffer | null> {
      const data = Buffer.alloc(Math.min(length, READ_LIMIT));
      const { bytesRead } = await file(handle).read(data, 0, data.length, offset);
      return bytesRead === 0 ? null : data.subarray(0, bytesRead);
    },
    async write(handle: Buffer, offset: number, data: Buffer): Promise<void> {
      for (let at = 0; at < data.length; ) {
        const { bytesWritten } = await file(handle).write(data, at, data.length - at, offset + at);
        at += bytesWritten;
      }
    },
    async change(path: string, attrs: Attributes): Promise<void> {
      if (attrs.mode !== undefined) await chmod(path, attrs.mode & 0o777);
    },
    async close(handle: Buffer): Promise<void> {
      const what = find(handle);
      held.delete(handle.readUInt32BE());
      if ('file' in what) await what.file.close();
    },
    async closeAll(): Promise<void> {
      const open = [...held.values()];
      held.clear();
      await Promise.allSettled(open.map((what) => ('file' in what ? what.file.close() : null)));
    },
  };
}
