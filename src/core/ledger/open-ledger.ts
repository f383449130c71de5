/** What a caller holds after opening a ledger. */
import type { Failure } from '@domain/kernel/result';
import type { Clock, Ledger } from '../ports';
import type { DeviceKey } from '../signing/device-key';
import type { AppName } from './genesis';
import type { LedgerErrorCode } from './ledger-error';
import type { MigrateCode } from './migrate';
import type { DatabaseCode } from './open-database';
import type { StoredCheckpoint } from './stored-checkpoint';

/** Why a ledger is open for looking only. `asked`: the caller wanted no more. */
export type ReadOnlyCode =
  | 'asked'
  | 'held'
  | 'read_only'
  | 'quick_check'
  | 'chain'
  | 'payload'
  | 'checkpoint'
  | 'anchor'
  | 'device_key';

/** Something to show that does not stop the work: a missing or damaged anchor, an earlier ledger. */
export type NoticeCode = 'anchor_missing' | 'anchor_damaged' | 'anchor_io' | 'predecessor' | 'heartbeat';

export interface OpenLedger extends Ledger {
  readonly mode: 'writer' | 'read_only';
  /** Set when `mode` is read_only. */
  readonly why: Failure<ReadOnlyCode> | null;
  readonly notices: readonly Failure<NoticeCode>[];
  /** authorized_keys line (without comment) of the key that signs this ledger's checkpoints. */
  readonly deviceKey: string;
  /** Signs what the ledger is now, stores it, and copies it to the anchor. The same again when nothing was added. */
  checkpoint(): StoredCheckpoint;
  checkpoints(): readonly StoredCheckpoint[];
  /** Gives the lease back. The ledger can't be used after; closing twice does nothing. */
  close(): void;
}

export interface OpenLedgerOptions {
  readonly device: DeviceKey;
  readonly clock: Pick<Clock, 'now'>;
  readonly app: AppName;
  /** Where the newest checkpoint is copied; best on another disk. Default: `anchor` in the data folder. */
  readonly anchorDir?: string;
  /** Look only: takes no lease and creates nothing. */
  readonly readOnly?: boolean;
  /** Shown to a second opener, e.g. `window of ann@laptop`. */
  readonly holder?: string;
}

/** no_ledger: there is none and it may not be made. The rest is about the file itself. */
export type OpenCode = DatabaseCode | MigrateCode | LedgerErrorCode | 'no_ledger';
