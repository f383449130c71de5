import { formatDuration, parseDuration } from '@domain/kernel/duration';
import { elapsedMs, instantMs } from '@domain/kernel/instant';
import { parseSemVer } from '@domain/kernel/semver';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('durations', () => {
  it.each([
    ['90s', 90_000],
    ['1h30m', 5_400_000],
    ['250ms', 250],
    ['1d', 86_400_000],
  ])('%s is %d ms', (text, ms) => expect(parseDuration(text)).toEqual({ ok: true, value: ms }));
  it.each(['', '5', 'abc', '1.5h', '-3s', '5 m'])('refuses "%s"', (text) =>
    expect(parseDuration(text).ok).toBe(false),
  );
  it.each([
    [250, '250 ms'],
    [400_000, '6 m 40 s'],
    [5_400_000, '1 h 30 m'],
    [60_000, '1 m'],
  ])('%d ms reads %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe('instants', () => {
  it('agree with the platform for any moment of four-digit years', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (d) => {
          expect(instantMs(d.toISOString())).toBe(d.getTime());
        },
      ),
    );
  });
  it('measure across a leap day', () => {
    expect(elapsedMs('2028-02-28T23:59:59.000Z', '2028-03-01T00:00:00.000Z')).toBe(86_401_000);
  });
});

describe('versions', () => {
  it.each(['1.5.0', '2.0.0-rc.1', '1.0.0+build.7'])('accepts %s', (v) =>
    expect(parseSemVer(v).ok).toBe(true),
  );
  it.each(['1.5', 'v1.5.0', '01.2.3', 'latest', '1.5.0-'])('refuses %s', (v) =>
    expect(parseSemVer(v).ok).toBe(false),
  );
  it('says how to write a tag as a version', () => {
    const refused = parseSemVer('v1.5.0');
    expect(refused.ok ? '' : refused.error.message).toContain('1.5.0 .'.replace(' ', ''));
  });
});
