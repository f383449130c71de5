/** One instance of the order service. Started by the practice; ends with it. */
import { readFileSync } from 'node:fs';
import { exitWithStarter } from './lifeline.mjs';
import { createMetrics } from './metrics.mjs';
import { createPool } from './pool.mjs';
import { createOrdersServer, drain } from './server.mjs';
import { openDatabase } from './sqlite.mjs';
import { createStock } from './stock-client.mjs';

exitWithStarter();
const { version } = JSON.parse(readFileSync(new URL('release.json', import.meta.url), 'utf8'));
const db = openDatabase(process.env.ORDERS_DB);
const pool = createPool(db, { waitLimitMs: Number(process.env.ORDERS_POOL_WAIT_MS) });
const metrics = createMetrics();
metrics.gauge('db_pool_waiting', 'Requests waiting for the database connection.', () => pool.waiting());

const stock = createStock(process.env.STOCK_URL);
const server = createOrdersServer({ version, db, pool, stock, metrics });
server.listen(Number(process.env.ORDERS_PORT), '127.0.0.1', () => {
  console.log(`orders ${version} listens on ${process.env.ORDERS_PORT}`);
});

process.on('SIGTERM', () => {
  drain(server, () => {
    db.close();
    process.exit(0);
  });
});
