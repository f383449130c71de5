import { extname, join, normalize, sep } from 'node:path';

/** Everything the build emits for the window. A file of another kind is not served. */
const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wav': 'audio/wav',
};

export interface Asset {
  readonly path: string;
  readonly type: string;
}

/** The file a URL of ours names, always inside `root`; null for another host, an unknown kind or a path that leaves. */
export function assetOf(root: string, url: string): Asset | null {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed?.protocol !== 'holdpoint:' || parsed.host !== 'app') return null;
  const name = decoded(parsed.pathname);
  if (name === null || /[\0\\]/.test(name)) return null;
  const path = normalize(join(root, name === '/' ? 'index.html' : name));
  const type = mimeTypes[extname(path)];
  return type !== undefined && path.startsWith(normalize(root) + sep) ? { path, type } : null;
}

function decoded(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}
