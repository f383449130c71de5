/** Opens SQLite through the better-sqlite3 of the app: the practice folder has no packages of its own. */
import { createRequire } from 'node:module';

function open(path, options) {
  const nativeBinding = process.env.HOLDPOINT_SQLITE_BINDING || undefined;
  // The shipped binary needs Node-API 10 and crashes older runtimes without a word.
  if (nativeBinding === undefined && Number(process.versions.napi) < 10) {
    throw new Error(`SQLite needs Node-API 10, this Node ${process.version} has ${process.versions.napi}`);
  }
  const Database = createRequire(import.meta.url)(process.env.PRACTICE_SQLITE_MODULE);
  return new Database(path, { timeout: 5000, ...options, ...(nativeBinding && { nativeBinding }) });
}

/** Opens the live database with the settings every process of the order service shares. */
export function openDatabase(path) {
  const db = open(path, {});
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  return db;
}

/** Opens a copy as it lies there. */
export const openCopy = (path, readonly) => open(path, { readonly, fileMustExist: true });
