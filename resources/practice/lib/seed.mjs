/** The first start of the practice: the schema of release 1.4.2 and some thousand orders of the past. */
import { migrateUp } from './migrations.mjs';
import { openDatabase } from './sqlite.mjs';

const [version, count] = process.argv.slice(2);
const items = ['lamp', 'chair', 'kettle', 'bicycle'];
const db = openDatabase(process.env.ORDERS_DB);
migrateUp(db, version);
const insert = db.prepare('INSERT INTO orders (customer, item, quantity) VALUES (?, ?, ?)');
db.transaction(() => {
  for (let n = 0; n < Number(count); n += 1) insert.run(`c${n % 200}`, items[n % items.length], 1 + (n % 3));
})();
db.close();
