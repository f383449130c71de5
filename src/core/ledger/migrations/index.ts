import type { Db } from '../open-database';
import { ledgerTables } from './0010-ledger';
import { runIndexTable } from './0020-run-index';
import { leaseTable } from './0030-lease';

export interface Migration {
  /** Becomes the database's `user_version`. In steps of ten, so that one can be put between. */
  readonly version: number;
  readonly apply: (db: Db) => void;
}

/** In order, never changed once released. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 10, apply: ledgerTables },
  { version: 20, apply: runIndexTable },
  { version: 30, apply: leaseTable },
];
