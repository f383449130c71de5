-- Expand: the column has a default, so release 1.4.2, which does not know it, goes on reading and writing.
ALTER TABLE orders ADD COLUMN channel TEXT NOT NULL DEFAULT 'web';
CREATE INDEX orders_by_channel ON orders (channel, id);
