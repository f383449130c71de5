CREATE TABLE orders (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  customer   TEXT NOT NULL,
  item       TEXT NOT NULL,
  quantity   INTEGER NOT NULL CHECK (quantity > 0),
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);
