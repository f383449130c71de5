/** Outputs of steps as files of the data folder: masked, then hashed, then stored, then shown. Bounded memory. */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OutputDigest } from '@domain/run/outcome';
import type { OutputKey, OutputSink, OutputStore } from '../ports';
import { type Notifier, notifier } from '../system/notifier';
import { createRedactor } from './redactor';

/** Beyond this a step's output is counted and hashed, and no longer kept. */
export const STORED_BYTES = 2 * 1024 ** 3;

export interface FileOutputs extends OutputStore {
  /** Paths whose file has grown or is complete. */
  readonly grown: Pick<Notifier<string>, 'listen'>;
}

export function outputStore(dataDir: string, storedBytes = STORED_BYTES): FileOutputs {
  const grown = notifier<string>();
  return {
    grown,
    open: (key, secrets) => openSink(pathOf(dataDir, key), secrets, storedBytes, grown),
    path: (key) => {
      const path = pathOf(dataDir, key);
      return existsSync(path) ? path : null;
    },
  };
}

/** Every part is a slug or an id of ours, so the name can't leave its folder. */
export const outputName = ({ step, target, attempt }: Omit<OutputKey, 'runId'>): string =>
  `${step}.${target ?? 'local'}.${attempt}.log`;

const pathOf = (dataDir: string, key: OutputKey): string =>
  join(dataDir, 'outputs', key.runId, outputName(key));

function openSink(
  path: string,
  secrets: readonly string[],
  limit: number,
  grown: Notifier<string>,
): OutputSink {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, 'w', 0o600);
  const hash = createHash('sha256');
  const redactor = createRedactor(secrets);
  let bytes = 0;
  let newlines = 0;
  let lastByte = 0x0a;

  const keep = (chunk: Buffer): void => {
    if (chunk.length === 0) return;
    hash.update(chunk);
    // Written at once and in order: nothing piles up in memory, and the kernel's cache takes the waiting.
    if (bytes < limit) writeAll(file, chunk.subarray(0, limit - bytes));
    bytes += chunk.length;
    newlines += countNewlines(chunk);
    lastByte = chunk[chunk.length - 1] as number;
    grown.tell(path);
  };

  return {
    write: (chunk) => keep(redactor.push(chunk)),
    end: async (): Promise<OutputDigest> => {
      keep(redactor.end());
      fsyncSync(file);
      closeSync(file);
      grown.tell(path);
      return {
        bytes,
        lines: newlines + (lastByte === 0x0a ? 0 : 1),
        sha256: hash.digest('hex'),
        masked: redactor.masked,
        truncated: bytes > limit,
      };
    },
  };
}

function writeAll(file: number, chunk: Buffer): void {
  for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at);
}

function countNewlines(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, at + 1)) count += 1;
  return count;
}
