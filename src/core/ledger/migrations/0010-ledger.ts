import type { Db } from '../open-database';

/** The ledger itself and its checkpoints. The triggers guard against accidents; against attackers stands the chain. */
export function ledgerTables(db: Db): void {
  db.exec(`
    CREATE TABLE ledger(seq INTEGER PRIMARY KEY, line TEXT NOT NULL, payload BLOB NOT NULL) STRICT;
    CREATE TABLE checkpoint(size INTEGER PRIMARY KEY, body BLOB NOT NULL, sig BLOB NOT NULL) STRICT;
    CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'append only'); END;
    CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'append only'); END;
    CREATE TRIGGER checkpoint_no_update BEFORE UPDATE ON checkpoint BEGIN SELECT RAISE(ABORT, 'append only'); END;
    CREATE TRIGGER checkpoint_no_delete BEFORE DELETE ON checkpoint BEGIN SELECT RAISE(ABORT, 'append only'); END;
  `);
}
