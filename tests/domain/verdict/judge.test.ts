import { addRound, awaitsMore, emptyStage, judgeStage, verdictOf } from '@domain/verdict/judge';
import { isWorse } from '@domain/verdict/rank';
import { type Round, stageVerdict } from '@domain/verdict/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { round, sample, spec } from './build';

const limitText = fc.option(fc.constantFrom('0', '1', '2.5', '-1'), { nil: undefined });
const anySpec = (id: string) =>
  fc
    .record({
      above: limitText,
      below: limitText,
      for_ms: fc.constantFrom(0, 1000, 2500),
      min_samples: fc.integer({ min: 1, max: 4 }),
      no_data: fc.constantFrom('inconclusive' as const, 'fail' as const),
      shadow: fc.boolean(),
    })
    .map(({ above, below, for_ms, ...rest }) => {
      const fail = {
        for_ms,
        ...(above === undefined ? {} : { above }),
        ...(below === undefined ? {} : { below }),
      };
      return spec({ id, ...rest, fail });
    });
const anySpecs = fc.tuple(anySpec('a'), anySpec('b'), anySpec('c'));
const cell = fc.constantFrom('-', '!', '0', '1', '2', '3.5', '-2', 'NaN', '1e3', '');
const anySample = fc.tuple(fc.constantFrom('a', 'b', 'c', 'stranger'), cell);
// Steps may go back: clocks do.
const anyRounds = fc
  .array(fc.tuple(fc.integer({ min: -500, max: 4000 }), fc.array(anySample, { maxLength: 5 })), {
    maxLength: 30,
  })
  .map((steps) => {
    let atMs = 20_000;
    return steps.map(([step, cells]): Round => {
      atMs += step;
      return round(
        atMs,
        cells.map(([metric, text]) => sample(metric, text)),
      );
    });
  });

describe('judging a stage', () => {
  it('says the same round by round as all at once, and never changes a fold it was given', () => {
    fc.assert(
      fc.property(anySpecs, anyRounds, (specs, rounds) => {
        let fold = emptyStage(specs, 1000);
        for (const [index, next] of rounds.entries()) {
          const before = JSON.stringify(fold);
          const after = addRound(fold, next);
          expect(JSON.stringify(fold)).toBe(before);
          fold = after;
          expect(verdictOf(fold)).toEqual(judgeStage(specs, rounds.slice(0, index + 1), 1000));
        }
      }),
    );
  });

  it('always gives a verdict that can be stored', () => {
    fc.assert(
      fc.property(anySpecs, anyRounds, (specs, rounds) => {
        expect(stageVerdict.safeParse(judgeStage(specs, rounds, 1000)).success).toBe(true);
      }),
    );
  });

  it('keeps a fold that survives being stored as JSON', () => {
    fc.assert(
      fc.property(anySpecs, anyRounds, (specs, rounds) => {
        const fold = rounds.reduce(addRound, emptyStage(specs, 1000));
        expect(JSON.parse(JSON.stringify(fold))).toEqual(fold);
      }),
    );
  });

  it('never takes a failure back within the stage', () => {
    fc.assert(
      fc.property(anySpecs, anyRounds, anyRounds, (specs, first, more) => {
        fc.pre(judgeStage(specs, first, 1000).outcome === 'fail');
        expect(judgeStage(specs, [...first, ...more], 1000).outcome).toBe('fail');
      }),
    );
  });

  it('never observes more time than passed, nor more than an interval for each round', () => {
    fc.assert(
      fc.property(anySpecs, anyRounds, (specs, rounds) => {
        const { observed_ms } = judgeStage(specs, rounds, 1000);
        expect(observed_ms).toBeLessThanOrEqual(Math.max(0, rounds.length - 1) * 1000);
      }),
    );
  });

  it('never gets better when a query fails or answers without data', () => {
    fc.assert(
      fc.property(anySpecs, anyRounds, fc.constantFrom('-', '!'), (specs, rounds, blind) => {
        const ids = specs.map((one) => one.id);
        const at = rounds.length === 0 ? 20_000 : 200_000;
        const after = round(
          at,
          ids.map((id) => sample(id, blind)),
        );
        const was = judgeStage(specs, rounds, 1000).outcome;
        const is = judgeStage(specs, [...rounds, after], 1000).outcome;
        // An error may be followed by an answer without data: that is another kind of not knowing, never a pass.
        expect(is).not.toBe('pass');
        if (was === 'fail') expect(isWorse('fail', is)).toBe(false);
      }),
    );
  });

  it('has a fold whose size does not grow with the rounds', () => {
    const specs = [spec({ id: 'a', fail: { above: '1', for_ms: 5000 } })];
    const size = (count: number) => {
      let fold = emptyStage(specs, 1000);
      for (let i = 0; i < count; i += 1) fold = addRound(fold, round(i * 1000, [sample('a', '0.5')]));
      return JSON.stringify(fold).length;
    };
    expect(size(5000)).toBeLessThan(size(10) + 32);
  });

  it('treats a metric that a round names twice as an error', () => {
    const specs = [spec({ id: 'a', fail: { above: '1', for_ms: 0 } })];
    const verdict = judgeStage(specs, [round(0, [sample('a', '0'), sample('a', '0')])], 1000);
    expect(verdict.outcome).toBe('error');
  });

  it('names the metric that decided and none when all is well', () => {
    const specs = [
      spec({ id: 'a', fail: { above: '1' } }),
      spec({ id: 'b', fail: { above: '1' } }),
      spec({ id: 'c', fail: { above: '1' }, shadow: true }),
    ];
    const at = (a: string, b: string, c: string) =>
      judgeStage(specs, [round(0, [sample('a', a), sample('b', b), sample('c', c)])], 1000).decided_by;
    expect(at('0', '0', '2')).toBeNull();
    expect(at('0', '2', '2')).toBe('b');
    expect(at('!', '2', '0')).toBe('b');
  });

  it('waits for more samples only where samples can tell', () => {
    const watched = spec({ id: 'a', min_samples: 3, fail: { above: '1', for_ms: 2000 } });
    const waits = (...cells: string[]) =>
      awaitsMore(
        judgeStage(
          [watched],
          cells.map((text, i) => round(i * 1000, [sample('a', text)])),
          1000,
        ),
      );
    expect(waits('0', '0')).toBe(true); // too few
    expect(waits('0', '0', '2')).toBe(true); // a breach is running
    expect(waits('0', '0', '-')).toBe(false); // nobody knows when data comes back
    expect(waits('0', '0', '!')).toBe(false);
    expect(waits('0', '0', '0')).toBe(false); // it has passed
    expect(waits('2', '2', '2')).toBe(false); // it has failed
    expect(waits()).toBe(false);
  });

  it('refuses a plan whose limit is no number, loudly', () => {
    expect(() => emptyStage([spec({ fail: { above: 'NaN' } })], 1000)).toThrow('not a decimal limit');
  });
});
