/**
 * The newest checkpoint in a second place. A database can't show its own rollback; this file does: restored backups,
 * sync tools and lost disks leave the ledger behind the anchor. One file holds body and signature, so it is replaced whole.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseCheckpoint } from '@domain/evidence/checkpoint';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import type { StoredCheckpoint } from './stored-checkpoint';

const SIGNATURE = '-----BEGIN SSH SIGNATURE-----\n';
const fileOf = (folder: string, origin: string): string => join(folder, `${origin.split('/').at(-1)}.txt`);

/** Replaces the anchor of a ledger. What goes wrong is told, never thrown: the ledger itself is safe. */
export function writeAnchor(
  folder: string,
  { checkpoint, body, sig }: StoredCheckpoint,
): Result<null, Failure<'anchor_io'>> {
  const path = fileOf(folder, checkpoint.origin);
  try {
    // Not recursive: a missing parent (an unplugged disk) is a problem to tell, not a folder to make.
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    const fd = openSync(`${path}.new`, 'w', 0o600);
    try {
      writeSync(fd, body + sig);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(`${path}.new`, path);
    return ok(null);
  } catch (error) {
    return fail('anchor_io', `can't write the anchor ${path}: ${(error as Error).message}`, { path });
  }
}

function parseAnchor(text: string, path: string): Result<StoredCheckpoint, Failure<'anchor_damaged'>> {
  const at = text.indexOf(SIGNATURE);
  const body = at === -1 ? text : text.slice(0, at);
  const checkpoint = parseCheckpoint(body);
  if (at === -1 || !checkpoint.ok)
    return fail('anchor_damaged', `the anchor ${path} is not a signed checkpoint`, { path });
  return ok({ checkpoint: checkpoint.value, body, sig: text.slice(at) });
}

/** The anchor of a ledger, null when there is none. */
export function readAnchor(
  folder: string,
  origin: string,
): Result<StoredCheckpoint | null, Failure<'anchor_damaged'>> {
  const path = fileOf(folder, origin);
  try {
    return parseAnchor(readFileSync(path, 'utf8'), path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ok(null);
    return fail('anchor_damaged', `can't read the anchor ${path}: ${(error as Error).message}`, { path });
  }
}

/** Anchors of any ledger in this place: a new ledger names the newest as its predecessor. */
export function knownAnchors(folder: string): readonly StoredCheckpoint[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    // No folder yet: nothing is known.
    return [];
  }
  const anchors = names
    .filter((name) => name.endsWith('.txt'))
    .map((name) => parseAnchor(readFileSync(join(folder, name), 'utf8'), name));
  return anchors
    .flatMap((anchor) => (anchor.ok ? [anchor.value] : []))
    .sort((a, b) => (a.checkpoint.time < b.checkpoint.time ? 1 : -1));
}
