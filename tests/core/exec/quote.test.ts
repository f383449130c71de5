import { execFileSync } from 'node:child_process';
import { quote } from '@core/exec/quote';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** What a real shell makes of the words, each ended by NUL. */
const throughSh = (words: readonly string[]): string[] =>
  execFileSync('/bin/sh', ['-s'], { input: `printf '%s\\0' ${words.map(quote).join(' ')}\n` })
    .toString('utf8')
    .split('\0')
    .slice(0, -1);

describe('quoting for a shell', () => {
  it.each([
    ['plain', `'plain'`],
    ['', `''`],
    [`it's`, `'it'\\''s'`],
    ['$(reboot) `reboot` "x" \\ \n ; & | < > * ? ~ #', `'$(reboot) \`reboot\` "x" \\ \n ; & | < > * ? ~ #'`],
  ])('writes %j as one word', (text, word) => expect(quote(text)).toBe(word));

  it('comes out of sh as it went in, whatever the text', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 }).map((s) => s.replaceAll('\0', ''));
    const shellish = fc.string({
      unit: fc.constantFrom(
        "'",
        '"',
        '\\',
        '$',
        '`',
        '\n',
        ' ',
        '!',
        '(',
        'a',
        '-',
        'é',
        '\t',
        '\r',
        ';',
        '%',
      ),
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(text, shellish), { minLength: 1, maxLength: 30 }), (words) => {
        expect(throughSh(words)).toEqual(words);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses NUL, which no shell can hold', () => expect(() => quote('a\0b')).toThrow('NUL'));
});
