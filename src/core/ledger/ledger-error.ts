/** What can go wrong with the ledger's storage while it is in use. */
import { statfsSync } from 'node:fs';

/** full: no room; nothing of the append was written. read_only: this process may not write. io: the disk failed. */
export type LedgerErrorCode = 'full' | 'read_only' | 'io';

export class LedgerError extends Error {
  constructor(
    readonly code: LedgerErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'LedgerError';
  }
}

/** The SQLite result code of an error of better-sqlite3, '' for any other error. */
export function sqliteCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : '';
}

/** A full disk shows as an IO error when the shared memory file can't grow; the free space tells them apart. */
function isFull(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < 64 * 1024;
}

/** Turns an error of SQLite into ours; rethrows what is no storage error, because that is a bug. */
export function toLedgerError(error: unknown, folder: string): LedgerError {
  const code = sqliteCode(error);
  if (code === '') throw error;
  const message = (error as Error).message;
  const options = { cause: error };
  if (code === 'SQLITE_FULL' || (code.startsWith('SQLITE_IOERR') && isFull(folder)))
    return new LedgerError(
      'full',
      `the disk is full; nothing of this entry was written (${message})`,
      options,
    );
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_CANTOPEN')
    return new LedgerError('read_only', `the ledger can't be written (${message})`, options);
  return new LedgerError('io', `the ledger can't be written (${code}: ${message})`, options);
}
