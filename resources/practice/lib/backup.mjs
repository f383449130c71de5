/** Online backup of the order database, its proof, and the way back. */
import { createHash } from 'node:crypto';
import { copyFileSync, createReadStream, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { Refusal } from './refusal.mjs';
import { openCopy, openDatabase } from './sqlite.mjs';

async function sha256(path) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

const countOrders = (db) => db.prepare('SELECT count(*) AS orders FROM orders').get().orders;

/** Refuses a file that is no whole order database. Returns the number of orders in it. Changes nothing in it. */
function proven(path) {
  if (!existsSync(path)) throw new Refusal(`there is no backup ${path}`);
  const db = openCopy(path, true);
  try {
    const [{ integrity_check: answer }] = db.pragma('integrity_check');
    if (answer !== 'ok') throw new Refusal(`${path} is damaged: ${answer}`);
    return countOrders(db);
  } catch (error) {
    if (!String(error.code).startsWith('SQLITE_')) throw error;
    throw new Refusal(`${path} is no whole order database: ${error.message}`);
  } finally {
    db.close();
  }
}

/** One file and nothing beside it: a copy of a WAL database asks for side files until it is told not to. */
function makeSingleFile(path) {
  const db = openCopy(path, false);
  db.pragma('journal_mode = DELETE');
  db.close();
}

/** Copies the live database while the service writes; the copy is checked before it gets its name. */
export async function backup(databasePath, file) {
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  const db = openDatabase(databasePath);
  await db.backup(partial);
  db.close();
  makeSingleFile(partial);
  const orders = proven(partial);
  renameSync(partial, file);
  return { file, bytes: statSync(file).size, orders, sha256: await sha256(file) };
}

/** Puts a backup in the place of the database. Nobody may have it open: the caller stops the instances. */
export function restore(databasePath, file) {
  const orders = proven(file);
  const live = openDatabase(databasePath);
  const before = countOrders(live);
  live.close();
  copyFileSync(file, `${databasePath}.restored`);
  for (const end of ['-wal', '-shm']) rmSync(`${databasePath}${end}`, { force: true });
  renameSync(`${databasePath}.restored`, databasePath);
  return { orders, gone: before - orders };
}
