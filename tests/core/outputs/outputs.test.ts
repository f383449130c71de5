import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lineReader } from '@core/outputs/line-reader';
import { outputStore } from '@core/outputs/output-store';
import { createRedactor } from '@core/outputs/redactor';
import { secretForms } from '@core/outputs/secret-forms';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hp-outputs-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const key = { runId: 'r', step: 'a', target: 'app', attempt: 1 };
const secret = 'pa$$ "word\'=';

/** Cuts bytes into pieces of 1 to 7. */
function pieces(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const cut: Buffer[] = [];
  for (let at = 0, i = 0; at < bytes.length; i += 1) {
    const size = sizes[i % sizes.length] as number;
    cut.push(bytes.subarray(at, at + size));
    at += size;
  }
  return cut;
}

function redact(parts: readonly Buffer[]): { text: string; masked: number } {
  const redactor = createRedactor([secret]);
  const out = [...parts.map((p) => redactor.push(p)), redactor.end()];
  return { text: Buffer.concat(out).toString('utf8'), masked: redactor.masked };
}

describe('masking', () => {
  const forms = secretForms(secret).map((f) => f.toString('utf8'));
  const word = fc.oneof(
    fc.constantFrom(...forms),
    fc.string({ maxLength: 20 }),
    fc.constantFrom(secret.slice(0, 7), 'pa$', '\n'),
  );

  it('lets no form of a secret through, however the stream is cut, and cutting changes nothing', () => {
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 9 }),
        (words, sizes) => {
          const bytes = Buffer.from(words.join(' '), 'utf8');
          const cut = redact(pieces(bytes, sizes));
          expect(cut).toEqual(redact([bytes]));
          for (const form of forms) expect(cut.text).not.toContain(form);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('finds the secret inside a longer base64 text at any alignment', () => {
    for (const before of ['', 'a', 'ab', 'abc']) {
      const text = Buffer.from(`${before}${secret}-and-more`).toString('base64');
      expect(redact([Buffer.from(text)]).masked, before).toBe(1);
    }
  });

  it('holds nothing back that can not become a secret', () => {
    expect(createRedactor([secret]).push(Buffer.from('hello')).toString()).toBe('hello');
  });
});

describe('stored output', () => {
  it('is what was written, with its digest, bytes and lines', async () => {
    const store = outputStore(dir);
    const sink = store.open(key, []);
    sink.write(Buffer.from('one\ntwo\nthr'));
    sink.write(Buffer.from('ee'));
    const digest = await sink.end();
    const stored = readFileSync(store.path(key) as string);
    expect(stored.toString()).toBe('one\ntwo\nthree');
    expect(digest).toEqual({
      bytes: 13,
      lines: 3,
      masked: 0,
      truncated: false,
      sha256: createHash('sha256').update(stored).digest('hex'),
    });
  });

  it('is masked before it is hashed and stored', async () => {
    const store = outputStore(dir);
    const sink = store.open(key, [secret]);
    sink.write(Buffer.from(`url=${secret.slice(0, 5)}`));
    sink.write(Buffer.from(`${secret.slice(5)} done`));
    expect((await sink.end()).masked).toBe(1);
    expect(readFileSync(store.path(key) as string, 'utf8')).toBe('url=[masked] done');
  });

  it('of 200 MB costs no memory', async () => {
    const store = outputStore(dir);
    const sink = store.open(key, [secret]);
    const chunk = Buffer.alloc(64 * 1024, 'a line of output that says little\n');
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 3200; i += 1) sink.write(chunk);
    const digest = await sink.end();
    expect(digest.bytes).toBe(200 * 1024 * 1024);
    expect(statSync(store.path(key) as string).size).toBe(digest.bytes);
    expect(process.memoryUsage().rss - before).toBeLessThan(80 * 1024 * 1024);
  });

  it('beyond the limit is counted and hashed, no longer kept, and says so', async () => {
    const store = outputStore(dir, 10);
    const sink = store.open(key, []);
    sink.write(Buffer.from('0123456789abcdef'));
    const digest = await sink.end();
    expect(digest).toMatchObject({ bytes: 16, truncated: true });
    expect(digest.sha256).toBe(createHash('sha256').update('0123456789abcdef').digest('hex'));
    expect(readFileSync(store.path(key) as string, 'utf8')).toBe('0123456789');
  });
});

describe('reading lines of a growing output', () => {
  it('gives lines once they are complete, and the unfinished rest at the end', async () => {
    const store = outputStore(dir);
    const sink = store.open(key, []);
    sink.write(Buffer.from('一\n二\n部'));
    const reader = await lineReader(store.path(key) as string);
    expect(await reader.next()).toEqual(['一', '二']);
    expect(await reader.next()).toEqual([]);
    sink.write(Buffer.from('署\n'));
    expect(await reader.next()).toEqual(['部署']);
    sink.write(Buffer.from('rest'));
    expect(await reader.next()).toEqual([]);
    expect(reader.rest()).toEqual(['rest']);
    await reader.close();
    await sink.end();
  });
});
