import type { Db } from '../open-database';
import { rebuildRunIndex } from '../run-index';

/** Which entries belong to which run: a projection, rebuilt from the ledger whenever it differs. */
export function runIndexTable(db: Db): void {
  db.exec(`
    CREATE TABLE run_entry(run_id TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY(run_id, seq)) STRICT, WITHOUT ROWID;
  `);
  rebuildRunIndex(db);
}
