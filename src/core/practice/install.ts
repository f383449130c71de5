/** The first release, its database and some past orders: the state in which an operator finds the system. */
import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Environment } from './environment';
import type { PracticeFolder } from './folder';
import { INSTALLED, packRelease } from './pack';

const run = promisify(execFile);
const PAST_ORDERS = 2000;

/** Unpacks release 1.4.2, points `current` at it and fills the database. Rejects when tar or SQLite fails. */
export async function installFirstRelease(
  folder: PracticeFolder,
  resourcesDir: string,
  env: Environment,
): Promise<void> {
  const release = join(folder.root, 'releases', INSTALLED);
  const archive = join(folder.root, 'incoming', `orders-${INSTALLED}.tar.gz`);
  mkdirSync(release);
  writeFileSync(archive, packRelease(resourcesDir, INSTALLED));
  await run('tar', ['-xzf', archive, '-C', release], { env });
  rmSync(archive);
  symlinkSync(release, join(folder.root, 'current'));
  const seed = join(folder.lib, 'seed.mjs');
  await run(join(folder.bin, 'node'), [seed, INSTALLED, String(PAST_ORDERS)], { env });
}
