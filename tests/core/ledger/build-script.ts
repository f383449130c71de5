/** Bundles a TypeScript file of the tests so that plain Node can run it as a process of its own. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { onTestFinished } from 'vitest';
import { alias } from '../../../vitest.config';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Returns the path of the bundle; it lies inside the checkout, so that packages are found. */
export async function buildScript(entry: string): Promise<string> {
  mkdirSync(join(ROOT, 'out'), { recursive: true });
  const outDir = mkdtempSync(join(ROOT, 'out', 'test-'));
  onTestFinished(() => rmSync(outDir, { recursive: true, force: true }));
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    resolve: { alias },
    build: { ssr: entry, outDir, rollupOptions: { output: { entryFileNames: 'script.mjs' } } },
  });
  return join(outDir, 'script.mjs');
}
