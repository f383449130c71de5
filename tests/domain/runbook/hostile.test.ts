import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixture, problemsOf } from './fixtures';

const full = fixture('runbooks/full.yaml');
const lines = full.split('\n');

/** Every problem stands in the file and says what it shows. */
function honest(text: string): void {
  for (const problem of problemsOf(text, 'x.yaml')) {
    const line = text.split('\n')[problem.line - 1];
    expect(line).toBeDefined();
    expect(problem.excerpt).toBe((line as string).replace(/\r$/, '').slice(0, 200));
    expect(problem.column).toBeGreaterThanOrEqual(1);
    expect(problem.message).not.toBe('');
  }
}

describe('a runbook that was damaged', () => {
  it('by a line taken out, doubled or moved is read or explained', () => {
    const index = fc.nat(lines.length - 1);
    fc.assert(
      fc.property(index, index, fc.constantFrom('drop', 'double', 'move'), (a, b, how) => {
        const copy = [...lines];
        const [line] = how === 'double' ? [copy[a]] : copy.splice(a, 1);
        if (how !== 'drop') copy.splice(b, 0, line as string);
        honest(copy.join('\n'));
      }),
      { numRuns: 80 },
    );
  }, 60_000);

  it('by characters put in anywhere is read or explained', () => {
    const noise = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      '- ',
      '"',
      "'",
      '&a ',
      '*a',
      '!x ',
      '|',
      '>',
      '#',
      '\t',
      '\n',
      '${',
      '错',
      '\u0000',
      '\ud800',
      '%',
      '? ',
      '<<: ',
    );
    fc.assert(
      fc.property(fc.nat(full.length), fc.array(noise, { minLength: 1, maxLength: 4 }), (at, parts) => {
        honest(full.slice(0, at) + parts.join('') + full.slice(at));
      }),
      { numRuns: 80 },
    );
  }, 60_000);

  it('by values of another kind is read or explained', () => {
    const value = fc.constantFrom(
      'null',
      '[]',
      '{}',
      '0',
      '-1',
      '1e400',
      '.nan',
      'true',
      '""',
      '[[1]]',
      '{ a: 1 }',
      '"x\\u0000y"',
    );
    const spots = lines.flatMap((line, i) => (/^\s*(?:- )?[\w-]+: \S/.test(line) ? [i] : []));
    fc.assert(
      fc.property(fc.constantFrom(...spots), value, (at, text) => {
        const copy = [...lines];
        copy[at] = (copy[at] as string).replace(/: .*$/, `: ${text}`);
        honest(copy.join('\n'));
      }),
      { numRuns: 80 },
    );
  }, 60_000);

  it('with Windows line ends keeps its places', () => {
    const text = full.replace('timeout: 15m', 'timeout: never').replaceAll('\n', '\r\n');
    expect(problemsOf(text, 'x.yaml')).toMatchObject([
      {
        code: 'bad_value',
        line: full.split('\n').findIndex((l) => l.includes('timeout: 15m')) + 1,
        column: 18,
      },
    ]);
  });

  it.each([
    ['nothing', ''],
    ['a list', '- 1'],
    ['text', 'hello'],
    ['a number', '1'],
    ['only a comment', '# x'],
    ['binary', '\u0000\u0001'],
  ])('that is %s is explained', (_, text) => {
    expect(problemsOf(text, 'x.yaml').length).toBeGreaterThan(0);
    honest(text);
  });

  it.each([
    ['brackets', `holdpoint: 1\na: ${'['.repeat(100_000)}`],
    ['indents', Array.from({ length: 1400 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['size', `holdpoint: 1\nx: ${'a'.repeat(1024 * 1024)}`],
    ['aliases', `a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]`],
  ])('that attacks by %s is refused', (_, text) => {
    expect(problemsOf(text, 'x.yaml').map((p) => p.code)).toEqual(
      expect.arrayContaining([expect.stringMatching(/too_deep|too_large|alias/)]),
    );
  });
});
