/** Takes an order: the stock service holds the pieces, then the order is written. */
const INSERT =
  'INSERT INTO orders (customer, item, quantity) VALUES (@customer, @item, @quantity) RETURNING *';

export async function placeOrder({ pool, stock }, order) {
  await stock.reserve(order.item, order.quantity);
  return pool.use((db) => db.prepare(INSERT).get(order));
}
