import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { out } from './place.mjs';

/** Becomes `holdpoint ...args` in this very process: same terminal, same signals, its own exit code. */
export async function runCommandLine(args) {
  await ensureBuilt(['node']);
  const entry = join(out, 'cli', 'index.js');
  process.argv = [process.execPath, entry, ...args];
  await import(pathToFileURL(entry).href);
}
