import { describe, expect, it } from 'vitest';
import { connectCore, type LinkState } from '../../src/renderer/bridge/client';
import { formatBytes, formatInstant, formatSpan } from '../../src/renderer/format/instant';
import { EMPTY_PROJECTION, project } from '../../src/renderer/store/runs';
import { seededCore } from './support/seed';

describe('the connection to core', () => {
  it('answers with a failure while core is away, and works again on the new port', async () => {
    const fake = seededCore();
    const states: LinkState[] = [];
    const core = connectCore(fake.bridge.core, (state) => states.push(state));
    expect((await core.ask('app.info', {})).ok).toBe(true);
    fake.down();
    expect(await core.ask('app.info', {})).toMatchObject({ ok: false, error: { code: 'closed' } });
    fake.up();
    expect((await core.ask('app.info', {})).ok).toBe(true);
    expect([...new Set(states)]).toEqual(['ready', 'restarting']);
  });

  it('ends a stream with an error when core goes away in the middle', async () => {
    const fake = seededCore();
    const core = connectCore(fake.bridge.core, () => {});
    const stream = core.stream('app.changes', {});
    const next = stream.next();
    fake.down();
    await expect(next).rejects.toMatchObject({ code: 'closed' });
  });
});

describe('a projection', () => {
  const run = () => {
    const [newest] = seededCore().runs;
    if (newest === undefined) throw new Error('no run is seeded');
    return newest;
  };
  const batch = (events: ReturnType<ReturnType<typeof run>['events']>) =>
    events.map(({ seq, at, event }) => ({ seq, at, event: { ...event } }));

  it('is the same whether events come at once, in parts, or twice', () => {
    const all = batch(run().events());
    const once = project(EMPTY_PROJECTION, all);
    const parts = [all.slice(0, 7), all.slice(3, 20), all.slice(20), all].reduce(project, EMPTY_PROJECTION);
    expect(parts).toEqual(once);
    expect(once.state).toEqual(run().state());
  });

  it('counts what it does not know and never guesses', () => {
    const all = batch(run().events());
    const last = all.at(-1)?.seq ?? 0;
    const odd = { seq: last + 1, at: '2026-11-22T02:00:00.000Z', event: { kind: 'export', path: 'x' } };
    const result = project(EMPTY_PROJECTION, [...all, odd]);
    expect(result.unread).toBe(1);
    expect(result.lastSeq).toBe(last + 1);
    expect(result.events).toHaveLength(all.length);
  });
});

describe('numbers for people', () => {
  it.each([
    [0, 'en', '0 ms'],
    [250, 'en', '250 ms'],
    [400_000, 'en', '6 min 40 sec'],
    [5_400_000, 'en', '1 hr 30 min'],
    [-12_000, 'en', '-12 sec'],
    [400_000, 'zh-CN', '6分钟40秒'],
  ])('%d ms in %s is %s', (ms, language, expected) => {
    expect(formatSpan(ms, language)).toBe(expected);
  });

  it('shows what is no instant as it is', () => {
    expect(formatInstant('yesterday', 'en')).toBe('yesterday');
  });

  it('shows bytes in binary units', () => {
    expect(formatBytes(1_572_864, 'en')).toBe('1.5 MiB');
  });
});
