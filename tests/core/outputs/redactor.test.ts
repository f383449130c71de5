import { createRedactor } from '@core/outputs/redactor';
import { secretForms } from '@core/outputs/secret-forms';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

function redact(secrets: readonly string[], ...parts: readonly string[]): string {
  const redactor = createRedactor(secrets);
  return Buffer.concat([...parts.map((part) => redactor.push(Buffer.from(part))), redactor.end()]).toString();
}

/** The rule itself, slowly: every byte that lies in any form of any secret, a mask for each unbroken stretch of matches. */
function reference(secrets: readonly string[], text: string): string {
  const bytes = Buffer.from(text);
  const found: [number, number][] = [];
  for (const form of secrets.flatMap(secretForms))
    for (let at = bytes.indexOf(form); at !== -1; at = bytes.indexOf(form, at + 1))
      found.push([at, at + form.length]);
  found.sort((a, b) => a[0] - b[0]);
  const parts: Buffer[] = [];
  let at = 0;
  for (const [from, to] of found) {
    if (from >= at) parts.push(bytes.subarray(at, from), Buffer.from('[masked]'));
    at = Math.max(at, to);
  }
  return Buffer.concat([...parts, bytes.subarray(at)]).toString();
}

describe('secrets that overlap', () => {
  it.each([
    ['each other', ['abcdefgh', 'efghijkl'], ['xx abcdefghijkl yy']],
    ['each other over a cut', ['abcdefgh', 'efghijkl'], ['xx abcdef', 'gh', 'ijkl yy']],
    ['themselves', ['abcabca'], ['xx abcabcabca yy']],
    ['as a part of a longer one', ['secret-word', 'my-secret-word-long'], ['xx my-secret-word', '-long yy']],
    ['as the end of a longer one', ['password', 'the-password'], ['xx the-pass', 'word yy']],
    ['as the beginning of a longer one', ['passwords', 'passwords-2'], ['xx passwords', '-2 yy']],
  ])('%s are masked whole, as one place', (_, secrets, parts) => {
    expect(redact(secrets, ...parts)).toBe('xx [masked] yy');
  });
  it('leave alone what only looked like the longer one', () => {
    expect(redact(['secret-word', 'my-secret-word-long'], 'my-secret-word', '-lone')).toBe(
      'my-[masked]-lone',
    );
  });
  it('next to each other are two places', () => {
    expect(redact(['abcdef'], 'abcdefabcdef')).toBe('[masked][masked]');
  });
});

describe('any secrets in any stream', () => {
  // Few letters, so that secrets overlap, repeat and begin again all the time.
  const few = fc.stringMatching(/^[ab%]{6,10}$/);
  it('are masked as the slow rule says, however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(few, { minLength: 1, maxLength: 4 }),
        fc.array(fc.stringMatching(/^[ab%]{0,7}$/), { maxLength: 20 }),
        (secrets, parts) => {
          expect(redact(secrets, ...parts)).toBe(reference(secrets, parts.join('')));
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('percent encoding', () => {
  it.each(['p%2Fs%20s%23w0rd%21', 'p%2fs%20s%23w0rd%21', 'p%2Fs+s%23w0rd!', 'p%2fs+s%23w0rd%21'])(
    'is masked in every way it is written: %s',
    (written) => expect(redact(['p/s s#w0rd!'], `q=${written}&x`)).toBe('q=[masked]&x'),
  );
});

describe('a stream full of secrets', () => {
  it('takes about as long as one without', () => {
    const time = (text: string): number => {
      const redactor = createRedactor(['s3cr3t-word', 'other-secret']);
      const chunk = Buffer.alloc(64 * 1024, text);
      const started = performance.now();
      for (let i = 0; i < 64; i++) redactor.push(chunk);
      return performance.now() - started;
    };
    time('warm up ');
    expect(time('s3cr3t-word ')).toBeLessThan(20 * time('nothing here') + 200);
  });
});
