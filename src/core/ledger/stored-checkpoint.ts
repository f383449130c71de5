/** Checkpoints as they lie in the database and beside it: the body (TRUST F3) and the device's signature over it. */
import { type Checkpoint, parseCheckpoint } from '@domain/evidence/checkpoint';
import { ZERO_HASH } from '@domain/evidence/hash';
import { NAMESPACES } from '@domain/evidence/sshsig';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import { sha256Hex } from '../signing/digest';
import { verifySshsig } from '../signing/verify';
import type { Db } from './open-database';

export interface StoredCheckpoint {
  readonly checkpoint: Checkpoint;
  /** The bytes that are signed, as text. */
  readonly body: string;
  /** The armoured signature. */
  readonly sig: string;
}

export type CheckpointCode = 'checkpoint';
const bad = (size: number, why: string) =>
  fail('checkpoint' as const, `checkpoint ${size}: ${why}`, { size });

/** All checkpoints by size. A body that is none is a Failure. */
export function readCheckpoints(db: Db): Result<readonly StoredCheckpoint[], Failure<CheckpointCode>> {
  const rows = db
    .prepare<[], { size: number; body: Buffer; sig: Buffer }>(
      'SELECT size, body, sig FROM checkpoint ORDER BY size',
    )
    .all();
  const found: StoredCheckpoint[] = [];
  for (const row of rows) {
    const body = row.body.toString('utf8');
    const parsed = parseCheckpoint(body);
    if (!parsed.ok || parsed.value.size !== row.size) return bad(row.size, 'it is not one');
    found.push({ checkpoint: parsed.value, body, sig: row.sig.toString('utf8') });
  }
  return ok(found);
}

/** Whether each names the digest of the one before it. */
export function checkpointsChained(all: readonly StoredCheckpoint[]): Result<null, Failure<CheckpointCode>> {
  for (const [i, { checkpoint }] of all.entries()) {
    const before = all[i - 1];
    if (checkpoint.previous !== (before === undefined ? ZERO_HASH : sha256Hex(before.body)))
      return bad(checkpoint.size, 'it does not follow the one before it');
  }
  return ok(null);
}

/** Whether this key signed it. `keyLine`: authorized_keys line without comment. */
export function signedBy(stored: StoredCheckpoint, keyLine: string): Result<null, Failure<CheckpointCode>> {
  const verified = verifySshsig(Buffer.from(stored.body), stored.sig, NAMESPACES.checkpoint);
  if (!verified.ok) return bad(stored.checkpoint.size, verified.error.message);
  return verified.value.keyLine === keyLine
    ? ok(null)
    : bad(stored.checkpoint.size, 'another key than this ledger names signed it');
}
