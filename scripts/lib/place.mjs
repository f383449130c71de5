// Where things are. Runs on Node 20 with nothing installed: node: imports only.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');
export const modules = join(root, 'node_modules');
export const out = join(root, 'out');

/** `$XDG_CACHE_HOME/holdpoint`, else `~/.cache/holdpoint`; a relative variable is ignored, as XDG asks. */
export function cacheFolder(env = process.env) {
  const xdg = env.XDG_CACHE_HOME;
  return join(xdg?.startsWith('/') ? xdg : join(homedir(), '.cache'), 'holdpoint');
}

export const isRoot = process.getuid?.() === 0;
