/** Opens a ledger for writing: schema, lease, first entries, every check. Falls back to looking with the reason. */
import { ZERO_HASH } from '@domain/evidence/hash';
import { bareKey } from '@domain/evidence/public-key';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import type { DeviceKey } from '../signing/device-key';
import { knownAnchors } from './anchor';
import { checkLedger, type LedgerCheck } from './check-ledger';
import { genesisDrafts } from './genesis';
import { releaseLease, takeLease } from './lease';
import { LedgerInUse } from './ledger-in-use';
import { migrate, schemaVersion } from './migrate';
import { type Db, openDatabase } from './open-database';
import type { NoticeCode, OpenCode, OpenLedger, OpenLedgerOptions, ReadOnlyCode } from './open-ledger';
import { look } from './open-view';
import { rebuildRunIndex, runIndexMatches } from './run-index';
import { type End, Writer } from './writer';

export interface Place {
  readonly path: string;
  readonly dataDir: string;
  readonly anchorDir: string;
}
interface Opening extends Place {
  readonly db: Db;
  readonly options: OpenLedgerOptions;
  readonly lease: string;
}

const writerAt = ({ db, lease, options, dataDir }: Opening, end: End): Writer =>
  new Writer(db, end, lease, options.clock, dataDir);

/** A ledger without entries gets its first ones. Says so when another ledger was known in this place. */
function begin(opening: Opening): readonly Failure<NoticeCode>[] {
  const { db, options, anchorDir } = opening;
  if (db.prepare('SELECT count(*) FROM ledger').pluck().get() !== 0) return [];
  const [predecessor] = knownAnchors(anchorDir);
  const facts = { now: options.clock.now(), schema: schemaVersion(db), predecessor };
  writerAt(opening, { seq: 0, head: ZERO_HASH, line: '' }).append(
    genesisDrafts(options.app, options.device, facts),
  );
  if (predecessor === undefined) return [];
  const { origin, size } = predecessor.checkpoint;
  const message = `this is a new ledger; ${origin} with ${size} entries was known here before`;
  return [{ code: 'predecessor', message, data: { origin, size } }];
}

function use(opening: Opening, check: LedgerCheck, begun: readonly Failure<NoticeCode>[]): OpenLedger {
  const { db, lease, options, anchorDir, dataDir } = opening;
  if (check.walked === null) throw new Error('a ledger with a problem is not written to');
  const { prefix, lastLine, runs } = check.walked;
  if (!runIndexMatches(db, runs)) db.transaction(() => rebuildRunIndex(db)).immediate();
  const writer = writerAt(opening, { seq: prefix.size, head: prefix.head, line: lastLine });
  const { origin, deviceKey, newest } = check;
  const seen = { origin, deviceKey, newest, notices: [...begun, ...check.notices] };
  const given = { device: options.device, clock: options.clock, anchorDir, folder: dataDir };
  return new LedgerInUse({ db, lease, writer, prefix, ...seen, ...given, onClose: () => {} });
}

function wrongDevice({ fingerprint }: DeviceKey): Failure<ReadOnlyCode> {
  const message = `the checkpoints of this ledger are signed by another device key than this one (${fingerprint})`;
  return { code: 'device_key', message, data: { fingerprint } };
}

/** Either may be written, or the reason why it may only be looked at. */
type Judged =
  | { readonly ledger: OpenLedger }
  | { readonly ledger: null; readonly why: Failure<ReadOnlyCode> };

function judge(opening: Opening): Result<Judged, Failure<OpenCode>> {
  const begun = begin(opening);
  const check = checkLedger(opening.db, opening.anchorDir);
  if (!check.ok) return check;
  const { problem, deviceKey } = check.value;
  if (problem !== null) return ok({ ledger: null, why: problem });
  const { device } = opening.options;
  if (deviceKey !== bareKey(device.publicKey)) return ok({ ledger: null, why: wrongDevice(device) });
  return ok({ ledger: use(opening, check.value, begun) });
}

function lease(db: Db, path: string, options: OpenLedgerOptions): Result<string, Failure<OpenCode | 'held'>> {
  const now = options.clock.now();
  const migrated = migrate(db, `${path}.before-${now.replace(/[^0-9]/g, '')}`);
  if (!migrated.ok) return migrated;
  return takeLease(db, options.holder ?? `${options.app.name} ${options.app.version}`, now);
}

function judgeWithLease(db: Db, place: Place, options: OpenLedgerOptions): Result<Judged, Failure<OpenCode>> {
  const taken = lease(db, place.path, options);
  if (!taken.ok) {
    const { code, ...rest } = taken.error;
    return code === 'held'
      ? ok({ ledger: null, why: { code, ...rest } })
      : fail(code, rest.message, rest.data);
  }
  let judged: Result<Judged, Failure<OpenCode>> | null = null;
  try {
    judged = judge({ ...place, db, options, lease: taken.value });
    return judged;
  } finally {
    if (judged === null || !judged.ok || judged.value.ledger === null) releaseLease(db, taken.value);
  }
}

export function openToWrite(place: Place, options: OpenLedgerOptions): Result<OpenLedger, Failure<OpenCode>> {
  const db = openDatabase(place.path, 'write');
  if (!db.ok) return db;
  let judged: Result<Judged, Failure<OpenCode>> | null = null;
  try {
    judged = judgeWithLease(db.value, place, options);
  } finally {
    if (judged === null || !judged.ok || judged.value.ledger === null) db.value.close();
  }
  if (!judged.ok) return judged;
  return judged.value.ledger === null
    ? look(place.path, place.anchorDir, judged.value.why)
    : ok(judged.value.ledger);
}
