import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLines, nextHit } from '../../../src/renderer/screens/run/output/find-lines';
import { emptyLog, takeBatch } from '../../../src/renderer/screens/run/output/line-log';
import { renderLine } from '../../../src/renderer/screens/run/output/render-line';

const textOf = (line: string) =>
  renderLine(line)
    .map((span) => span.text)
    .join('');
const classesOf = (line: string) => renderLine(line).map((span) => span.classes.join(' '));

describe('a line of output', () => {
  it.each([
    ['plain', 'plain', ['']],
    ['\u001b[32mok\u001b[0m done', 'ok done', ['sgr-fg-green', '']],
    ['\u001b[1;33mwarn', 'warn', ['sgr-fg-yellow sgr-bold']],
    ['\u001b[38;5;196mred', 'red', ['sgr-fg-red']],
    ['\u001b[38;2;0;0;250mblue', 'blue', ['sgr-fg-blue']],
    ['\u001b[8mhidden', 'hidden', ['']],
    ['\u001b[31ma\u001b[39mb', 'ab', ['sgr-fg-red', '']],
  ])('%j is drawn as %j', (line, text, classes) => {
    expect(textOf(line)).toBe(text);
    expect(classesOf(line)).toEqual(classes);
  });

  it.each([
    ['\u001b[2Jgone', '[ESC][2Jgone'],
    ['a\u202eb', 'a[U+202E]b'],
    ['zero\u200bwidth', 'zero[U+200B]width'],
    ['10%\r20%', '10%[CR]20%'],
    ['bell\u0007', 'bell[BEL]'],
    ['\u009b31m', '[CSI]31m'],
    ['tag\u{e0041}', 'tag[U+E0041]'],
    ['windows\r', 'windows'],
    ['a\tb', 'a\tb'],
  ])('%j shows what would act as a mark', (line, text) => {
    expect(textOf(line)).toBe(text);
  });

  it('never draws a character that acts, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (line) => {
        expect(textOf(line)).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|(?!\t)\p{Cc}/u);
      }),
    );
  });

  it('is cut at 4096 characters', () => {
    expect(textOf('x'.repeat(10_000))).toHaveLength(4096);
  });
});

describe('search in output', () => {
  it('looks through colour codes and ignores case', () => {
    expect(findLines(['\u001b[31mER\u001b[0mROR', 'fine'], 'error', null).lines).toEqual([0]);
  });

  it('goes on where it was and round the end', () => {
    const lines = ['a', 'b'];
    const first = findLines(lines, 'a', null);
    lines.push('A');
    const second = findLines(lines, 'a', first);
    expect(second.lines).toEqual([0, 2]);
    expect(nextHit(second, 2, 1)).toBe(0);
    expect(nextHit(second, 0, -1)).toBe(2);
  });
});

describe('lines as they arrive', () => {
  it('are not repeated when a stream starts anew', () => {
    const batch = { from_line: 0, lines: ['a', 'b'], total_lines: 2, ended: false };
    const once = takeBatch(emptyLog(), batch);
    const twice = takeBatch(once, { ...batch, lines: ['a', 'b', 'c'], total_lines: 3, ended: true });
    expect(twice.lines).toEqual(['a', 'b', 'c']);
    expect(twice.ended).toBe(true);
  });
});
