/** Puts files into a bundle's folder and remembers their digests for SHA256SUMS. */
import { createHash } from 'node:crypto';
import { chmodSync, closeSync, copyFileSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SUMS_FILE, sumsText } from '@domain/evidence/sums';
import { sha256Hex } from '../signing/digest';

const CHUNK = 1024 * 1024;

/** SHA-256 of a file of any size, without holding it in memory. */
export function hashFile(path: string): { readonly sha256: string; readonly bytes: number } {
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(CHUNK);
  const fd = openSync(path, 'r');
  try {
    let bytes = 0;
    for (let read = readSync(fd, chunk); read > 0; read = readSync(fd, chunk)) {
      hash.update(chunk.subarray(0, read));
      bytes += read;
    }
    return { sha256: hash.digest('hex'), bytes };
  } finally {
    closeSync(fd);
  }
}

export class BundleWriter {
  private readonly digests = new Map<string, string>();
  constructor(readonly folder: string) {
    chmodSync(folder, 0o755); // made to be handed on
  }

  put(name: string, data: string | Uint8Array, mode = 0o644): void {
    writeFileSync(this.place(name), data, { flag: 'wx', mode });
    this.digests.set(name, sha256Hex(data));
  }

  /** Copies a file whose digest has been looked at already. */
  copy(name: string, from: string, sha256: string): void {
    copyFileSync(from, this.place(name));
    chmodSync(join(this.folder, name), 0o644);
    this.digests.set(name, sha256);
  }

  /** Files so far. */
  get names(): readonly string[] {
    return [...this.digests.keys()].sort();
  }

  /** Writes SHA256SUMS over everything put so far; it and its signatures are not in it. */
  writeSums(): string {
    const text = sumsText(this.digests);
    writeFileSync(join(this.folder, SUMS_FILE), text, { flag: 'wx', mode: 0o644 });
    return text;
  }

  /** Beside SHA256SUMS: a file it can't name. */
  putUnlisted(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text, { flag: 'wx', mode: 0o644 });
  }

  private place(name: string): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    return path;
  }
}
