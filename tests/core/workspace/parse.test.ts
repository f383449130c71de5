import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inlineParser, workerParser } from '@core/workspace/parse';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alias } from '../../../vitest.config';

let folder: string;
let worker: string;
const script = (text: string) => {
  const path = join(folder, `w${text.length}.mjs`);
  writeFileSync(path, text);
  return path;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdpoint-worker-'));
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias },
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('../../../src/core/workspace/parse-worker.ts', import.meta.url)),
      outDir: folder,
      rollupOptions: { output: { entryFileNames: 'parse-worker.mjs' } },
    },
  });
  worker = join(folder, 'parse-worker.mjs');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the parser in a thread', () => {
  it.each([
    ['good', 'a: 1\nb: [x, 中文]\n'],
    ['bad', 'a: [\n'],
    ['twice', 'a: 1\na: 2\n'],
  ])('says the same of a %s file as on this thread', async (_, text) => {
    expect(await workerParser(worker).parse(text, 'f')).toEqual(await inlineParser.parse(text, 'f'));
  });

  it('gives up a file that takes too long', async () => {
    const stuck = script('for (;;) {}');
    expect(await workerParser(stuck, 50).parse('a: 1', 'slow.yaml')).toMatchObject({
      ok: false,
      error: [{ code: 'timeout', file: 'slow.yaml' }],
    });
  });

  it('survives a thread that runs out of memory', async () => {
    const greedy = script('const all = []; for (;;) all.push(new Array(1e5).fill({}).map(() => ({})));');
    const read = await workerParser(greedy, 30_000).parse('a: 1', 'big.yaml');
    expect(read).toMatchObject({ ok: false, error: [{ message: expect.stringMatching(/memory/) }] });
  });

  it('takes a thread that ends without an answer for a failure', async () => {
    const silent = script('process.exit(0)');
    expect(await workerParser(silent).parse('a: 1', 'f')).toMatchObject({ ok: false });
  });

  it('does not start without its worker', () => {
    expect(() => workerParser(join(folder, 'nothing.js'))).toThrow(/missing/);
  });
});
