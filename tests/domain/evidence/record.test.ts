import { createHash } from 'node:crypto';
import { parseCanonical } from '@domain/evidence/canonical-json';
import { type RunRecord, runRecord } from '@domain/evidence/record';
import { buildRecord } from '@domain/evidence/record-build';
import { packRecord, parseRecord, wholeRecord } from '@domain/evidence/record-pack';
import { parseSignerLine, signerLine } from '@domain/evidence/record-signer';
import { parseSums, sumsText } from '@domain/evidence/sums';
import { describe, expect, it } from 'vitest';
import { aChange, anAttest, aPlan, aRollout, aStep } from '../../support/builders/plan';
import { failedEnding, lostEnding, scenario } from '../../support/scenario';

const PLACE = { origin: 'holdpoint.dev/ledger/01KDVDKFD0N0M20M7E5YZN0J4G', size: 9999, head: 'c'.repeat(64) };
const APP = { name: 'holdpoint', version: '0.1.0' };
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const recordOf = (run: ReturnType<typeof scenario>): RunRecord => buildRecord(run.events, PLACE, APP);
const step = (record: RunRecord, id: string) => record.steps.find((s) => s.id === id);

describe('a run record', () => {
  it('is a canonical document that its own schema reads back', () => {
    const run = scenario(aPlan([anAttest('docs'), aChange('switch')]));
    const record = recordOf(run.answers('yes', 'read').ends());
    const packed = packRecord(record, sha256);
    if (!packed.ok) throw new Error(packed.error.message);
    expect(parseCanonical(packed.value.bytes).ok).toBe(true);
    expect(parseRecord(packed.value.bytes)).toEqual({ ok: true, value: record });
    expect(runRecord.parse(record)).toEqual(record);
  });

  it('tells attested from sensed', () => {
    const run = scenario(aPlan([anAttest('docs'), aStep({ id: 'look' }), aChange('switch')]));
    const record = recordOf(run.answers('yes').ends().ends(lostEnding).answers('happened', 'I looked'));
    expect(step(record, 'docs')?.basis).toBe('attested');
    expect(step(record, 'look')?.basis).toBe('sensed');
    expect(step(record, 'switch')).toMatchObject({ status: 'passed', basis: 'attested' });
    expect(record.exceptions.map((e) => e.kind)).toEqual(['vouched', 'unknown']);
  });

  it('keeps every attempt of a step, the failed ones too', () => {
    const run = scenario(aPlan([aChange('switch')]));
    const record = recordOf(run.ends(failedEnding).answers('retry').ends());
    expect(record.attempts.map((a) => [a.attempt, a.status])).toEqual([
      [1, 'failed'],
      [2, 'passed'],
    ]);
    expect(record.exceptions).toMatchObject([{ kind: 'failed', step: 'switch', target: 'app' }]);
    expect(record.scripts).toHaveLength(1);
  });

  it('keeps what was skipped with who and why', () => {
    const run = scenario(aPlan([aStep({ id: 'look' }), aStep({ id: 'more' })]));
    const record = recordOf(run.ends(failedEnding).answers('skip', 'known and harmless').ends());
    expect(record.exceptions[0]).toMatchObject({
      kind: 'skipped',
      step: 'look',
      by: 'ann',
      reason: 'known and harmless',
    });
    expect(step(record, 'look')?.basis).toBe('nothing');
  });

  it('marks a stage that was let pass against its verdict', () => {
    const run = scenario(aPlan([aRollout()]))
      .ends()
      .samples('0.5', 4)
      .answers('promote', 'noise');
    const record = recordOf(run.ends().samples('0.001', 5));
    expect(record.stages.map((s) => s.overridden)).toEqual([true, false]);
    expect(step(record, 'ramp')?.basis).toBe('attested');
    expect(record.exceptions[0]).toMatchObject({ kind: 'overridden', reason: 'noise' });
  });

  it('names changes the rollback could not take back', () => {
    const oneWay = aChange('migrate', { undo: null, irreversible: 'drops a column' });
    const run = scenario(aPlan([aChange('switch'), oneWay]))
      .ends()
      .ends(failedEnding);
    const record = recordOf(run.answers('rollback', 'broken').ends());
    expect(record.record).toBe('rollback');
    expect(record.exceptions.at(-1)).toMatchObject({
      kind: 'remains',
      step: 'migrate',
      reason: 'drops a column',
    });
  });

  it('holds no more than what the ledger held at its place', () => {
    const run = scenario(aPlan([aChange('switch')])).ends();
    const before = recordOf(run);
    run.when({ type: 'sealed', record: 'release', sha256: 'd'.repeat(64), signers: [] });
    const size = run.events.length - 1;
    expect(buildRecord(run.events, { ...PLACE, size }, APP)).toEqual({
      ...before,
      ledger: { ...PLACE, size },
    });
  });

  it('is refused for a run that has not ended', () => {
    expect(() => recordOf(scenario(aPlan([aChange('switch')])))).toThrow('opened and closed');
  });
});

describe('a record too large for one document', () => {
  const run = scenario(aPlan([aChange('switch')])).ends();
  const base = recordOf(run);
  const samples = Array.from({ length: 12_000 }, (_, i) => ({
    at: '2026-01-01T00:00:00.000Z',
    step: 'ramp',
    stage: 0,
    values: [{ metric: 'error-rate', value: `0.${i}`, error: null }],
  }));

  it('keeps its samples beside it, with their digest inside, and gives them back', () => {
    const packed = packRecord({ ...base, samples }, sha256);
    if (!packed.ok) throw new Error(packed.error.message);
    expect([...packed.value.attachments.keys()]).toEqual(['record.samples.ndjson']);
    const record = parseRecord(packed.value.bytes);
    if (!record.ok) throw new Error(record.error.message);
    const read = (file: string) => packed.value.attachments.get(file) ?? null;
    const whole = wholeRecord(record.value, read, sha256);
    expect(whole.ok && whole.value.samples).toEqual(samples);
    expect(wholeRecord(record.value, () => null, sha256)).toMatchObject({ error: { code: 'attachment' } });
    const changed = (file: string) => Uint8Array.from(read(file) ?? []).fill(32, 5, 6);
    expect(wholeRecord(record.value, changed, sha256)).toMatchObject({ error: { code: 'attachment' } });
  });

  it('is a failure when even that does not help', () => {
    const inputs = [{ name: 'x', value: 'y'.repeat(1_100_000) }];
    expect(packRecord({ ...base, inputs }, sha256)).toMatchObject({
      ok: false,
      error: { code: 'too_large' },
    });
  });
});

describe('SHA256SUMS', () => {
  const digest = 'a'.repeat(64);
  it('reads back what it writes, sorted', () => {
    const digests = new Map([
      ['payload/00000001.json', digest],
      ['README.txt', digest],
    ]);
    const text = sumsText(digests);
    expect(text.split('\n')[0]).toContain('README.txt');
    expect(parseSums(text)).toEqual({ ok: true, value: new Map([...digests].reverse()) });
  });

  it.each([
    ['names a file twice', `${digest}  a\n${digest}  a\n`],
    ['is not sorted', `${digest}  b\n${digest}  a\n`],
    ['ends in the middle', `${digest}  a`],
    ['goes up', `${digest}  ../a\n`],
    ['is empty', ''],
    ['has a digest in capitals', `${'A'.repeat(64)}  a\n`],
  ])('is refused when it %s', (_why, text) => {
    expect(parseSums(text).ok).toBe(false);
  });
});

it('names signers in one line and reads them back', () => {
  const signer = { role: 'operator', name: 'Ann Lee', fingerprint: `SHA256:${'A'.repeat(43)}` } as const;
  expect(parseSignerLine(signerLine(signer))).toEqual({ ok: true, value: signer });
  expect(parseSignerLine('operator ann').ok).toBe(false);
});
