/**
 * A checkpoint (TRUST F3): what the ledger was at one size. Its first three lines are a C2SP tlog-checkpoint body;
 * `prefix-sha256` is the line that `head -n SIZE ledger.txt | sha256sum` checks.
 */
import { isInstant } from '../kernel/instant';
import { type Failure, fail, ok, type Result } from '../kernel/result';
import { fromBase64 } from './base64';
import { isHexHash } from './hash';

export interface Checkpoint {
  /** `holdpoint.dev/ledger/<26-character ULID>`. */
  readonly origin: string;
  /** How many lines it covers. */
  readonly size: number;
  /** RFC 6962 root over those lines, base64. */
  readonly root: string;
  /** Digest of line `size`, hex. */
  readonly head: string;
  /** SHA-256 over the first `size` lines, hex. */
  readonly prefixSha256: string;
  readonly time: string;
  /** SHA-256 of the checkpoint file before this one, hex; 64 zeros for the first. */
  readonly previous: string;
}

const ORIGIN = /^holdpoint\.dev\/ledger\/[0-9A-HJKMNP-TV-Z]{26}$/;
export const isOrigin = (text: string): boolean => ORIGIN.test(text);
export const originOf = (ulid: string): string => `holdpoint.dev/ledger/${ulid}`;

export function buildCheckpoint(c: Checkpoint): string {
  const text = [
    c.origin,
    String(c.size),
    c.root,
    `head ${c.head}`,
    `prefix-sha256 ${c.prefixSha256}`,
    `time ${c.time}`,
    `prev-checkpoint ${c.previous}`,
    '',
  ].join('\n');
  if (!parseCheckpoint(text).ok) throw new Error(`no checkpoint: ${text}`);
  return text;
}

const BODY =
  /^(\S+)\n([1-9]\d{0,15})\n(\S{44})\nhead (\S{64})\nprefix-sha256 (\S{64})\ntime (\S{24})\nprev-checkpoint (\S{64})\n$/;

export function parseCheckpoint(text: string): Result<Checkpoint, Failure<'checkpoint'>> {
  const m = BODY.exec(text);
  if (m === null) return fail('checkpoint', 'not a checkpoint: seven lines of fixed form are expected');
  const [origin, size, root, head, prefixSha256, time, previous] = m.slice(1) as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const decoded = fromBase64(root);
  if (!isOrigin(origin) || !Number.isSafeInteger(Number(size)) || !decoded.ok || decoded.value.length !== 32)
    return fail('checkpoint', 'the origin, size or root of the checkpoint is malformed');
  if (![head, prefixSha256, previous].every(isHexHash) || !isInstant(time))
    return fail('checkpoint', 'a digest or the time of the checkpoint is malformed');
  return ok({ origin, size: Number(size), root, head, prefixSha256, time, previous });
}

/** File name of a checkpoint in a bundle, without folder: the size in eight digits. */
export const checkpointFile = (size: number): string => `${String(size).padStart(8, '0')}.txt`;
