/** The walk over a run in memory: it always ends, also with an answers file that says the same for ever. */

import { type Answers, answerBook } from '@core/workspace/answers';
import { describe, expect, it } from 'vitest';
import { shown } from '../../src/cli/shown';
import type { Terminal } from '../../src/cli/terminal';
import { walk } from '../../src/cli/walk/walk';
import { memoryLedger, passes, request, runsIn, type World, world } from '../core/engine/support/world';
import { anAttest, aPlan, aRollout, aStep } from '../support/builders/plan';
import { failedEnding } from '../support/scenario';

const plain = new Proxy({}, { get: () => (text: string) => text }) as Terminal['paint'];

function terminal() {
  const said: string[] = [];
  const fake: Terminal = {
    say: (line) => said.push(line),
    put: () => undefined,
    json: () => undefined,
    interactive: false,
    ask: async () => null,
    askHidden: async () => null,
    paint: plain,
  };
  return { fake, said };
}

async function walked(plan: Parameters<typeof request>[0], there: World, file: Answers, before?: 'pause') {
  const ledger = memoryLedger();
  const runs = runsIn(ledger, there);
  const opened = await runs.open(request(plan));
  if (!opened.ok) throw new Error(opened.error.message);
  const driver = opened.value;
  if (before === 'pause')
    driver.command({ type: 'pause', reason: 'phone', who: { by: 'ann', via: 'window' } });
  const { fake, said } = terminal();
  const code = await walk({
    driver,
    terminal: fake,
    answers: answerBook(file),
    guided: false,
    actor: 'ann',
    json: false,
    before: [],
  });
  await runs.detachAll();
  return { code, said, state: driver.state() };
}

const fails = () =>
  world(async (effect, context) => {
    if (effect.type !== 'execute') return;
    const { step, target, attempt } = effect;
    context.report({ type: 'ended', step, target, attempt, ...failedEnding });
  });

describe('a walk with an answers file', () => {
  it('does not retry for ever: it ends with 3 and a person is needed', async () => {
    const { code, state } = await walked(aPlan([aStep({ id: 'a' })]), fails(), {
      default: { failure: 'retry' },
    });
    expect([code, state.steps[0]?.targets[0]?.attempt]).toEqual([3, 4]);
  });

  it('does not hold an observation without data for ever', async () => {
    const silent: World = (() => {
      const base = world();
      return {
        ...base,
        perform: async (effect, context) => {
          if (effect.type === 'execute') return passes(effect, context);
          const values = [{ metric: 'error-rate', value: null, error: null }];
          while (!context.signal.aborted) {
            context.report({ type: 'sampled', step: effect.step, stage: effect.stage, values });
            await new Promise((resolve) => setImmediate(resolve));
          }
        },
      };
    })();
    const { code, state } = await walked(aPlan([aRollout()]), silent, { default: { inconclusive: 'hold' } });
    expect(code).toBe(3);
    expect(state.result).toBeNull();
    expect(state.interruptions).toHaveLength(4);
  });

  it('ends with 3 at an answer that is not offered, and says so', async () => {
    const { code, said } = await walked(aPlan([aStep({ id: 'a' })]), fails(), {
      default: { failure: 'rollback' },
    });
    expect(code).toBe(3);
    expect(said.join('\n')).toContain('"rollback", which is no answer to this');
  });

  it('ends with 3 where nobody answers, and with 0 where everything passed', async () => {
    expect((await walked(aPlan([anAttest('docs')]), world(), {})).code).toBe(3);
    const answers = { answers: { docs: { value: 'yes', reason: 'read on Tuesday' } } };
    expect((await walked(aPlan([anAttest('docs'), aStep({ id: 'a' })]), world(), answers)).code).toBe(0);
  });

  it('does not wait for ever in a run that is paused', async () => {
    const { code, said } = await walked(
      aPlan([aStep({ id: 'a' }), aStep({ id: 'b' })]),
      world(),
      {},
      'pause',
    );
    expect(code).toBe(3);
    expect(said.join('\n')).toContain('The run is paused');
  });
});

describe('text from elsewhere', () => {
  it.each([
    ['\u001b]0;owned\u0007', '\\u{1b}]0;owned\\u{7}'],
    ['ok\rFAILED', 'ok\\u{d}FAILED'],
    ['a\u202eb\u200bc\u2028', 'a\\u{202e}b\\u{200b}c\\u{2028}'],
    ['订单 😀', '订单 😀'],
  ])('%j is shown as %s', (text, visible) => {
    expect(shown(text)).toBe(visible);
  });
});
