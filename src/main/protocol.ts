import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { protocol } from 'electron';
import { type Asset, assetOf } from './asset';
import { contentSecurityPolicy, noncePlaceholder } from './csp';
import { logLine } from './log';

export const appOrigin = 'holdpoint://app';

/** Must run before Electron is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'holdpoint', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built window from `out/renderer`, and nothing else. */
export function setupProtocol(appRoot: string): void {
  const root = join(appRoot, 'out', 'renderer');
  protocol.handle('holdpoint', async (request) => {
    const asset = request.method === 'GET' ? assetOf(root, request.url) : null;
    return asset ? respond(asset) : refusal(404);
  });
}

async function respond(asset: Asset): Promise<Response> {
  try {
    const bytes = await readFile(asset.path);
    if (!asset.type.startsWith('text/html')) return answer(bytes, asset.type, null);
    const nonce = randomBytes(18).toString('base64url');
    return answer(bytes.toString('utf8').replaceAll(noncePlaceholder, nonce), asset.type, nonce);
  } catch (error) {
    logLine('protocol', (error as Error).message);
    return refusal(404);
  }
}

function answer(body: string | Buffer<ArrayBuffer>, type: string, nonce: string | null): Response {
  return new Response(body, {
    headers: {
      'content-type': type,
      'content-security-policy': contentSecurityPolicy(nonce),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  });
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: { 'content-security-policy': contentSecurityPolicy(null) } });
}
