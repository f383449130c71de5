/** Takes an order: the stock service holds the pieces, then the order is written, with its sales channel. */
const INSERT = `INSERT INTO orders (customer, item, quantity, channel)
  VALUES (@customer, @item, @quantity, @channel) RETURNING *`;

export async function placeOrder({ pool, stock }, order) {
  await stock.reserve(order.item, order.quantity);
  return pool.use((db) => db.prepare(INSERT).get(order));
}
