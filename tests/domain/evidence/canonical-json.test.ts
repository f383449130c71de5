import {
  CanonicalError,
  canonicalBytes,
  canonicalJson,
  MAX_DEPTH,
  parseCanonical,
} from '@domain/evidence/canonical-json';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const bytes = (text: string) => new TextEncoder().encode(text);
const code = (value: unknown) => {
  try {
    canonicalJson(value);
  } catch (error) {
    return error instanceof CanonicalError ? error.code : error;
  }
  return 'accepted';
};
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

const key = fc
  .stringMatching(/^[a-z0-9_]{1,12}$/)
  .filter((k) => !['__proto__', 'constructor', 'prototype'].includes(k));
const { document } = fc.letrec((tie) => ({
  document: fc.oneof(
    { maxDepth: 5 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.array(tie('document'), { maxLength: 5 }),
    fc.dictionary(key, tie('document'), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

describe('canonical JSON', () => {
  it('writes what the reference library writes', () => {
    fc.assert(
      fc.property(document, (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value));
      }),
      { numRuns: 1000 },
    );
  });
  it('reads back to the same bytes', () => {
    fc.assert(
      fc.property(document, (value) => {
        const written = canonicalBytes(value);
        const read = parseCanonical(written);
        expect(read.ok && canonicalBytes(read.value)).toEqual(written);
      }),
    );
  });
  it('sorts keys by UTF-16 code units and leaves the order of lists alone', () => {
    expect(canonicalJson({ b: [3, 1], a_: 1, a0: 2, _type: 'x', predicateType: 'y' })).toBe(
      '{"_type":"x","a0":2,"a_":1,"b":[3,1],"predicateType":"y"}',
    );
  });
  // The string of RFC 8785 section 3.2.2, and the whole numbers of its appendix B.
  it('escapes as RFC 8785 shows', () => {
    expect(canonicalJson('€$\u000f\nA\'B"\\\\"/')).toBe('"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"');
  });
  it.each([
    [0, '0'],
    [-0, '0'],
    [9007199254740991, '9007199254740991'],
    [-9007199254740991, '-9007199254740991'],
  ])('writes the number %d as %s', (value, text) => expect(canonicalJson(value)).toBe(text));
  it.each([
    ['a fraction', 0.1, 'float'],
    ['the smallest number of RFC 8785', 5e-324, 'float'],
    ['a number beyond 2^53', 9007199254740992, 'float'],
    ['a large whole number', 1e21, 'float'],
    ['NaN', Number.NaN, 'float'],
    ['Infinity', Number.POSITIVE_INFINITY, 'float'],
    ['undefined', undefined, 'not_json'],
    ['an undefined member', { a: undefined }, 'not_json'],
    ['a function', () => 1, 'not_json'],
    ['a bigint', 1n, 'not_json'],
    ['a date', new Date(0), 'not_json'],
    ['a map', new Map(), 'not_json'],
    ['a list with a hole', new Array(2), 'not_json'],
    ['a lone surrogate', 'a\ud800', 'surrogate'],
    ['a key with capitals', { runId: 1 }, 'key'],
    ['an empty key', { '': 1 }, 'key'],
    ['a key of 65 letters', { ['a'.repeat(65)]: 1 }, 'key'],
    ['the key __proto__', JSON.parse('{"__proto__":1}'), 'key'],
    ['33 levels', nested(MAX_DEPTH), 'depth'],
  ])('refuses %s', (_, value, expected) => expect(code({ value })).toBe(expected));
  it('takes 32 levels and no circle', () => {
    expect(code(nested(MAX_DEPTH))).toBe('accepted');
    const circle: unknown[] = [];
    circle.push(circle);
    expect(code(circle)).toBe('depth');
  });
  it('says where the fault is', () => {
    expect(() => canonicalJson({ plan: { steps: [1, { rate: 0.5 }] } })).toThrow('$.plan.steps[1].rate');
  });
  it('refuses a document beyond 1 MiB', () => {
    expect(canonicalBytes('x'.repeat(1024 * 1024 - 3)).length).toBe(1024 * 1024);
    expect(() => canonicalBytes('x'.repeat(1024 * 1024 - 2))).toThrow(CanonicalError);
  });
});

describe('reading canonical JSON', () => {
  it.each([
    ['a space', '{"a": 1}\n', 'not_canonical'],
    ['no final newline', '{"a":1}', 'not_canonical'],
    ['two final newlines', '{"a":1}\n\n', 'not_canonical'],
    ['wrong order', '{"b":1,"a":1}\n', 'not_canonical'],
    ['a repeated key', '{"a":1,"a":1}\n', 'not_canonical'],
    ['1.0 for 1', '{"a":1.0}\n', 'not_canonical'],
    ['-0', '-0\n', 'not_canonical'],
    ['an escape that is not needed', '"\\u0041"\n', 'not_canonical'],
    ['a float', '{"a":0.5}\n', 'float'],
    ['__proto__', '{"__proto__":1}\n', 'key'],
    ['half a document', '{"a":\n', 'syntax'],
    ['200,000 brackets', `${'['.repeat(200_000)}${']'.repeat(200_000)}\n`, 'depth'],
    ['a byte order mark', '\ufeff{"a":1}\n', 'syntax'],
  ])('refuses %s', (_, text, expected) => {
    const read = parseCanonical(bytes(text));
    expect(read.ok ? 'accepted' : read.error.code).toBe(expected);
  });
  it('refuses bytes that are no UTF-8, and documents beyond 1 MiB', () => {
    const codes = [Uint8Array.of(0x22, 0xff, 0x22, 0x0a), new Uint8Array(1024 * 1024 + 1)].map((b) => {
      const read = parseCanonical(b);
      return read.ok ? 'accepted' : read.error.code;
    });
    expect(codes).toEqual(['syntax', 'size']);
  });
  it('does not count brackets inside strings as nesting', () => {
    expect(parseCanonical(bytes(`${JSON.stringify('['.repeat(100))}\n`)).ok).toBe(true);
  });
});
