DROP INDEX orders_by_channel;
ALTER TABLE orders DROP COLUMN channel;
