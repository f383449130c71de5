/** Opens the ledger of a data folder, in this order: storage, lease, chain, checkpoints, anchor. */
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import { LedgerError, sqliteCode, toLedgerError } from './ledger-error';
import type { OpenCode, OpenLedger, OpenLedgerOptions } from './open-ledger';
import { look, lookAtCopy } from './open-view';
import { openToWrite } from './open-writer';

export const ledgerPath = (dataDir: string): string => join(dataDir, 'ledger.sqlite');
export const defaultAnchorDir = (dataDir: string): string => join(dataDir, 'anchor');

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    // Missing rights or a read-only disk: both mean "look only".
    return false;
  }
}

function makeFolder(dataDir: string): Result<null, Failure<OpenCode>> {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    return ok(null);
  } catch (error) {
    return fail('read_only', `can't make the data folder ${dataDir}: ${(error as Error).message}`, {
      path: dataDir,
    });
  }
}

function classified(error: unknown, dataDir: string): Result<never, Failure<OpenCode>> {
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCode(error)))
    return fail('corrupt', `the ledger can't be read: ${(error as Error).message}`);
  const { code, message } = error instanceof LedgerError ? error : toLedgerError(error, dataDir);
  return fail(code, message);
}

/**
 * Opens the ledger of `dataDir`, making it on first use. `mode` says whether it may be written to; when it may not,
 * `why` says the reason (held by another process, a failed check, a folder that can't be written).
 */
export function openLedger(
  dataDir: string,
  options: OpenLedgerOptions,
): Result<OpenLedger, Failure<OpenCode>> {
  const path = ledgerPath(dataDir);
  const anchorDir = options.anchorDir ?? defaultAnchorDir(dataDir);
  const exists = existsSync(path);
  if (options.readOnly === true && !exists)
    return fail('no_ledger', `there is no ledger in ${dataDir}`, { path });
  const folder = exists ? ok(null) : makeFolder(dataDir);
  if (!folder.ok) return folder;
  const writable = isWritable(dataDir) && (!exists || isWritable(path));
  if (!writable && !exists) return fail('read_only', `${dataDir} can't be written to`, { path: dataDir });
  try {
    if (!writable) return lookAtCopy(path, anchorDir);
    if (options.readOnly === true)
      return look(path, anchorDir, { code: 'asked', message: 'opened for looking only' });
    return openToWrite({ path, dataDir, anchorDir }, options);
  } catch (error) {
    return classified(error, dataDir);
  }
}
