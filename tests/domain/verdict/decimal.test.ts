import { decimal } from '@domain/plan/plan';
import { parseDecimal } from '@domain/verdict/decimal';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('decimals as text', () => {
  it.each([
    '',
    '-',
    '.',
    '.5',
    '5.',
    '1e3',
    '1E3',
    '+1',
    'NaN',
    'Infinity',
    '-Infinity',
    '0x10',
    '1_000',
    ' 1',
    '1 ',
    '1,5',
    '--1',
    '1.2.3',
    '٣',
    '9'.repeat(400),
  ])('refuses %j', (text) => {
    expect(parseDecimal(text)).toBeNull();
  });

  it.each([
    ['0', 0],
    ['-0', -0],
    ['007', 7],
    ['0.02', 0.02],
    ['-12.5', -12.5],
    ['0.1', 0.1],
    ['123456789012345', 123456789012345],
  ])('reads %j', (text, value) => {
    expect(parseDecimal(text)).toBe(value);
  });

  it('reads exactly what the language reads, for every text the plan allows and no other', () => {
    const digits = fc.stringMatching(/^-?[0-9]{1,20}(\.[0-9]{1,20})?$/);
    fc.assert(
      fc.property(digits, (text) => Object.is(parseDecimal(text), Number(text))),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 8, unit: fc.constantFrom(...'0123456789.-e+NaI ') }), (text) => {
        expect(parseDecimal(text) !== null).toBe(decimal.safeParse(text).success);
      }),
      { numRuns: 2000 },
    );
  });
});
