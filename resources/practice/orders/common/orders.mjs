/** Reading orders, and what a new one must look like. */

export const findOrder = (db, id) => db.prepare(`SELECT * FROM orders WHERE id = ?`).get(id);
export const newestOrders = (db, limit) =>
  db.prepare(`SELECT * FROM orders ORDER BY id DESC LIMIT ?`).all(limit);

const isText = (value) => typeof value === 'string' && value.length > 0 && value.length <= 100;

/** The order in a request body, or null when it is none. */
export function parseOrder(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (value === null || typeof value !== 'object') return null;
  const { customer, item, quantity, channel = 'web' } = value;
  const good =
    isText(customer) && isText(item) && isText(channel) && Number.isInteger(quantity) && quantity > 0;
  return good ? { customer, item, quantity, channel } : null;
}
