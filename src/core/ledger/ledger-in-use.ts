/** The ledger of the one process that may write it. */
import { buildCheckpoint } from '@domain/evidence/checkpoint';
import { ZERO_HASH } from '@domain/evidence/hash';
import { NAMESPACES } from '@domain/evidence/sshsig';
import type { Failure } from '@domain/kernel/result';
import type { Clock, LedgerDraft, LedgerEntry, LedgerHead } from '../ports';
import type { DeviceKey } from '../signing/device-key';
import { sha256Hex } from '../signing/digest';
import { writeAnchor } from './anchor';
import { beat, HEARTBEAT_MS, releaseLease } from './lease';
import { LedgerError, toLedgerError } from './ledger-error';
import { type LedgerParts, LedgerView } from './ledger-view';
import type { NoticeCode } from './open-ledger';
import type { Prefix } from './prefix';
import type { StoredCheckpoint } from './stored-checkpoint';
import type { Writer } from './writer';

export interface WriterParts extends LedgerParts {
  readonly writer: Writer;
  readonly lease: string;
  readonly device: DeviceKey;
  readonly prefix: Prefix;
  readonly newest: StoredCheckpoint | null;
  readonly anchorDir: string;
  readonly folder: string;
  readonly clock: Pick<Clock, 'now'>;
}

export class LedgerInUse extends LedgerView {
  override readonly mode = 'writer';
  private newest: StoredCheckpoint | null;
  private readonly problems = new Map<NoticeCode, Failure<NoticeCode>>();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly own: WriterParts) {
    super(own, null);
    this.newest = own.newest;
    this.timer = setInterval(() => this.beat(), HEARTBEAT_MS);
    this.timer.unref();
  }
  override get notices(): readonly Failure<NoticeCode>[] {
    return [...this.own.notices, ...this.problems.values()];
  }
  override head(): LedgerHead {
    const { seq, head } = this.own.writer.place;
    return { origin: this.own.origin, size: seq, head };
  }
  override append(drafts: readonly LedgerDraft[]): readonly LedgerEntry[] {
    return this.own.writer.append(drafts);
  }
  override checkpoint(): StoredCheckpoint {
    const { prefix, writer } = this.own;
    if (this.newest?.checkpoint.size === writer.place.seq) return this.newest;
    for (const { line } of this.reader.read(prefix.size + 1)) prefix.add(line);
    if (prefix.head !== writer.place.head)
      throw new LedgerError('io', 'the stored lines are not the ones this process wrote');
    const made = this.sign();
    this.store(made);
    this.newest = made;
    this.anchor(made);
    return made;
  }
  override close(): void {
    clearInterval(this.timer);
    if (this.own.db.open) releaseLease(this.own.db, this.own.lease);
    super.close();
  }

  private sign(): StoredCheckpoint {
    const checkpoint = {
      origin: this.own.origin,
      ...this.own.prefix.facts(),
      time: this.own.clock.now(),
      previous: this.newest === null ? ZERO_HASH : sha256Hex(this.newest.body),
    };
    const body = buildCheckpoint(checkpoint);
    return { checkpoint, body, sig: this.own.device.sign(NAMESPACES.checkpoint, Buffer.from(body)) };
  }

  private store({ checkpoint, body, sig }: StoredCheckpoint): void {
    try {
      this.own.db
        .prepare('INSERT INTO checkpoint(size, body, sig) VALUES (?, ?, ?)')
        .run(checkpoint.size, Buffer.from(body), Buffer.from(sig));
    } catch (error) {
      throw toLedgerError(error, this.own.folder);
    }
  }

  private anchor(made: StoredCheckpoint): void {
    const written = writeAnchor(this.own.anchorDir, made);
    if (written.ok) this.problems.delete('anchor_io');
    else this.problems.set('anchor_io', written.error);
  }

  private beat(): void {
    try {
      if (beat(this.own.db, this.own.lease, this.own.clock.now())) this.problems.delete('heartbeat');
      else
        this.problems.set('heartbeat', {
          code: 'heartbeat',
          message: 'another process has taken over this ledger',
        });
    } catch (error) {
      // A full disk must not stop the timer: the process is alive, and its pid says so to others.
      this.problems.set('heartbeat', {
        code: 'heartbeat',
        message: toLedgerError(error, this.own.folder).message,
      });
    }
  }
}
