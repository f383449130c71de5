/** One line of the ledger (TRUST F2): `hp1 <seq> <time> <kind> <payload-bytes> <payload-sha256> <prev-sha256>\n`. */
import { isInstant } from '../kernel/instant';
import { type Failure, fail, ok, type Result } from '../kernel/result';
import { isHexHash } from './hash';

export const MAX_LINE_BYTES = 512;

export interface LedgerLine {
  /** From 1, without gaps. */
  readonly seq: number;
  /** By this machine's clock, `YYYY-MM-DDTHH:MM:SS.mmmZ`. Order is proved by `seq` and `prev`, never by this. */
  readonly at: string;
  readonly kind: string;
  readonly payloadBytes: number;
  /** SHA-256 of the payload's stored bytes, hex. */
  readonly payloadSha256: string;
  /** SHA-256 of the line before, with its LF, hex; 64 zeros for the first. */
  readonly prev: string;
}

const KIND = /^[a-z0-9.]{1,40}$/;
const LINE =
  /^hp1 ([1-9]\d{0,15}) (\S{24}) ([a-z0-9.]{1,40}) (0|[1-9]\d{0,15}) ([0-9a-f]{64}) ([0-9a-f]{64})\n$/;

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return leap && month === 2 ? 29 : (DAYS[month - 1] ?? 0);
}

/** A real moment: `2026-02-31` has the right shape and does not exist. */
function isMoment(at: string): boolean {
  if (!isInstant(at)) return false;
  const part = (from: number, to: number) => Number(at.slice(from, to));
  const day = part(8, 10);
  if (day < 1 || day > daysIn(part(0, 4), part(5, 7))) return false;
  return part(11, 13) < 24 && part(14, 16) < 60 && part(17, 19) < 60;
}

/** Throws on fields that can't be written: they are made by us. */
export function buildLine(line: LedgerLine): string {
  const text = `hp1 ${line.seq} ${line.at} ${line.kind} ${line.payloadBytes} ${line.payloadSha256} ${line.prev}\n`;
  if (!KIND.test(line.kind) || !isHexHash(line.prev) || !LINE.test(text))
    throw new Error(`no ledger line: ${text}`);
  return text;
}

/** Strict: single spaces, no leading zeros, a real time, exactly one LF at the end. */
export function parseLine(text: string): Result<LedgerLine, Failure<'line'>> {
  const m = LINE.exec(text);
  if (m === null || text.length > MAX_LINE_BYTES) return fail('line', 'not a ledger line of version hp1');
  const [seq, at, kind, bytes, payloadSha256, prev] = m.slice(1) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  if (!isMoment(at)) return fail('line', `${at} is not a time`);
  if (!Number.isSafeInteger(Number(seq))) return fail('line', 'the entry number is too large');
  return ok({ seq: Number(seq), at, kind, payloadBytes: Number(bytes), payloadSha256, prev });
}
