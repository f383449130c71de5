import type { Db } from '../open-database';

/** Who may write: at most one row. */
export function leaseTable(db: Db): void {
  db.exec(`
    CREATE TABLE lease(
      id INTEGER PRIMARY KEY CHECK(id = 1),
      token TEXT NOT NULL,
      pid INTEGER NOT NULL,
      started TEXT,
      boot TEXT,
      host TEXT NOT NULL,
      holder TEXT NOT NULL,
      since TEXT NOT NULL,
      heartbeat TEXT NOT NULL
    ) STRICT;
  `);
}
