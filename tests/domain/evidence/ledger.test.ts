import { toBase64 } from '@domain/evidence/base64';
import { canonicalBytes } from '@domain/evidence/canonical-json';
import { CHAIN_START, diagnoseChain, followLink } from '@domain/evidence/chain';
import { buildCheckpoint, type Checkpoint, originOf, parseCheckpoint } from '@domain/evidence/checkpoint';
import { hexHash, toHex, utf8, ZERO_HASH } from '@domain/evidence/hash';
import { buildLine, parseLine } from '@domain/evidence/ledger-line';
import { addLeaf, EMPTY_TREE, merkleRoot } from '@domain/evidence/merkle';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEDGER_HEAD, LEDGER_PREFIX, LEDGER_ROOT, LEDGER_VECTOR, sha256 } from './vectors';

/** A ledger of `count` lines whose payloads are {"a":1}, {"a":2}, ... */
function ledgerOf(count: number): string[] {
  const lines: string[] = [];
  for (let seq = 1; seq <= count; seq++) {
    const payload = canonicalBytes({ a: seq });
    const before = lines.at(-1);
    lines.push(
      buildLine({
        seq,
        at: `2026-11-22T00:00:${String((seq - 1) % 60).padStart(2, '0')}.000Z`,
        kind: 'test',
        payloadBytes: payload.length,
        payloadSha256: toHex(sha256(payload)),
        prev: before === undefined ? ZERO_HASH : hexHash(sha256, before),
      }),
    );
  }
  return lines;
}
const named = (lines: readonly string[]) => diagnoseChain(lines, sha256).map((p) => `${p.code} ${p.seq}`);
const root = (lines: readonly string[]) =>
  merkleRoot(
    lines.reduce((tree, line) => addLeaf(tree, utf8(line), sha256), EMPTY_TREE),
    sha256,
  );

describe('ledger lines', () => {
  it('are written as the golden vector says', () => expect(ledgerOf(3)).toEqual([...LEDGER_VECTOR]));
  it('are read back', () => {
    for (const text of LEDGER_VECTOR) {
      const line = parseLine(text);
      expect(line.ok && buildLine(line.value)).toBe(text);
    }
  });
  const [first] = LEDGER_VECTOR;
  it.each([
    ['no newline', first.slice(0, -1)],
    ['CR LF', `${first.slice(0, -1)}\r\n`],
    ['two spaces', first.replace('hp1 1', 'hp1  1')],
    ['a leading zero', first.replace('hp1 1', 'hp1 01')],
    ['entry zero', first.replace('hp1 1', 'hp1 0')],
    ['capital hex', first.replace('e346', 'E346')],
    ['another version', first.replace('hp1', 'hp2')],
    ['a kind with capitals', first.replace('test', 'Test')],
    ['a kind of 41 letters', first.replace('test', 'x'.repeat(41))],
    ['a day that does not exist', first.replace('11-22T', '02-29T')],
    ['hour 24', first.replace('T00:', 'T24:')],
    ['a number beyond 2^53', first.replace('hp1 1', 'hp1 9999999999999999')],
    ['text after it', `${first}x`],
  ])('refuse %s', (_, text) => expect(parseLine(text).ok).toBe(false));
  it('throw when we build a bad one', () => {
    const line = {
      seq: 1,
      at: '2026-11-22T00:00:00.000Z',
      kind: 'Bad Kind',
      payloadBytes: 1,
      payloadSha256: ZERO_HASH,
      prev: ZERO_HASH,
    };
    expect(() => buildLine(line)).toThrow('no ledger line');
  });
});

describe('the chain', () => {
  it('ends at the head of the golden vector', () => {
    let place = CHAIN_START;
    for (const text of LEDGER_VECTOR) {
      const next = followLink(place, text, sha256);
      if (next.ok) place = next.value.place;
    }
    expect(place).toEqual({ seq: 3, head: LEDGER_HEAD });
    expect(hexHash(sha256, LEDGER_VECTOR.join(''))).toBe(LEDGER_PREFIX);
  });
  const lines = ledgerOf(9);
  it('of a sound ledger has no problem', () => expect(named(lines)).toEqual([]));
  it.each([
    ['a removed entry', lines.toSpliced(4, 1), ['missing 5']],
    ['two removed entries', lines.toSpliced(2, 2), ['missing 3', 'missing 4']],
    ['a removed start', lines.slice(2), ['missing 1', 'missing 2']],
    [
      'swapped entries',
      lines.with(3, lines[5] as string).with(5, lines[3] as string),
      ['out_of_order 4', 'out_of_order 5'],
    ],
    ['a repeated entry', lines.toSpliced(6, 0, lines[2] as string), ['repeated 3']],
    ['an edited entry', lines.with(4, (lines[4] as string).replace('test', 'best')), ['edited 5']],
    ['an edited start', lines.with(0, (lines[0] as string).replace('test', 'best')), ['edited 1']],
    ['a line that is none', lines.with(7, 'nonsense\n'), ['shape 8', 'missing 8']],
    [
      'a forged predecessor',
      lines.with(0, (lines[0] as string).replace(/0{64}/, 'a'.repeat(64))),
      ['edited 1', 'edited 1'],
    ],
  ])('names %s', (_, tampered, expected) => expect(named(tampered)).toEqual(expected));
  it('can not be renumbered over a gap', () => {
    const renumbered = lines.toSpliced(4, 1).map((line, i) => line.replace(/^hp1 \d+/, `hp1 ${i + 1}`));
    expect(named(renumbered)).toContain('edited 4');
  });
  it('shows any removal, swap or edit of one byte', () => {
    fc.assert(
      fc.property(fc.nat(8), fc.nat(8), fc.nat(400), (i, j, at) => {
        const line = lines[i] as string;
        const place = at % (line.length - 1);
        const edited =
          line.slice(0, place) + String.fromCharCode(line.charCodeAt(place) ^ 1) + line.slice(place + 1);
        // The last entry has no successor: its edit and its removal are what a checkpoint is for.
        if (i < 8) expect(named(lines.toSpliced(i, 1)).length).toBeGreaterThan(0);
        if (i < 8) expect(named(lines.with(i, edited)).length).toBeGreaterThan(0);
        if (i !== j) expect(named(lines.with(i, lines[j] as string).with(j, line)).length).toBeGreaterThan(0);
      }),
    );
  });
  it('stops a walk at the first bad link', () => {
    const next = followLink(CHAIN_START, lines[1] as string, sha256);
    expect(next.ok ? null : next.error).toMatchObject({ code: 'chain', data: { seq: 2 } });
  });
});

describe('the Merkle root', () => {
  it('is the golden vector', () => expect(toBase64(root(LEDGER_VECTOR))).toBe(LEDGER_ROOT));
  it('of nothing is the hash of nothing', () =>
    expect(merkleRoot(EMPTY_TREE, sha256)).toEqual(sha256(utf8(''))));
  it('is the recursive definition of RFC 6962 at every size', () => {
    const tag = (t: number, ...parts: Uint8Array[]) => sha256(Buffer.concat([Uint8Array.of(t), ...parts]));
    const mth = (leaves: Uint8Array[]): Uint8Array => {
      if (leaves.length === 1) return tag(0, leaves[0] as Uint8Array);
      let split = 1;
      while (split * 2 < leaves.length) split *= 2;
      return tag(1, mth(leaves.slice(0, split)), mth(leaves.slice(split)));
    };
    for (let n = 1; n <= 40; n++) {
      const lines = ledgerOf(n);
      expect(toHex(root(lines))).toBe(toHex(mth(lines.map((line) => utf8(line)))));
    }
  });
});

describe('checkpoints', () => {
  const checkpoint: Checkpoint = {
    origin: originOf('01JD7Q2Z3X4C5V6B7N8M9K0AST'),
    size: 3,
    root: LEDGER_ROOT,
    head: LEDGER_HEAD,
    prefixSha256: LEDGER_PREFIX,
    time: '2026-11-22T00:00:03.000Z',
    previous: ZERO_HASH,
  };
  const text = buildCheckpoint(checkpoint);
  it('are seven lines of which the first three are a tlog checkpoint', () => {
    expect(text.split('\n')).toHaveLength(8);
    expect(text.split('\n').slice(0, 3)).toEqual([checkpoint.origin, '3', LEDGER_ROOT]);
    expect(parseCheckpoint(text)).toEqual({ ok: true, value: checkpoint });
  });
  it.each([
    ['another origin', text.replace('holdpoint.dev', 'example.com')],
    ['size 0', text.replace('\n3\n', '\n0\n')],
    ['a short root', text.replace(LEDGER_ROOT, LEDGER_ROOT.slice(4))],
    ['a capital digest', text.replace('d9e25b', 'D9E25B')],
    ['an eighth line', `${text}more\n`],
    ['a missing line', text.replace(/time .*\n/, '')],
    ['no final newline', text.slice(0, -1)],
  ])('refuse %s', (_, bad) => expect(parseCheckpoint(bad).ok).toBe(false));
});
