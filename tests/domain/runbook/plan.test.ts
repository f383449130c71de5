import type { PlannedTarget, RunPlan } from '@domain/plan/plan';
import { longestMs, planMarkdown, planRows, undoOrder } from '@domain/plan/render';
import { makePlan } from '@domain/runbook/plan';
import { bytes, decimalText } from '@domain/runbook/plan-values';
import type { PlanRequest } from '@domain/runbook/planning';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadFixture } from './fixtures';

const target = (name: string, vars: Record<string, string>): PlannedTarget => ({
  name,
  host: `${name}.example`,
  port: 22,
  user: 'deploy',
  transport: 'ssh2',
  vars: Object.entries(vars).map(([key, value]) => ({ name: key, value })),
});
const app = (name: string) => target(name, { root: '/opt/orders', http_port: '8080' });

const request = (change: Partial<PlanRequest> = {}): PlanRequest => ({
  loaded: loadFixture('full'),
  sha256: 'a'.repeat(64),
  path: 'runbooks/full.yaml',
  environment: 'staging',
  kind: 'live',
  inputs: { version: '1.5.0' },
  targets: {
    targets: [app('app1'), app('app2'), target('db1', { backup_dir: '/backup' })],
    members: { app: ['app1', 'app2'], db: ['db1'] },
  },
  ...change,
});

function planned(change: Partial<PlanRequest> = {}): RunPlan {
  const plan = makePlan(request(change));
  if (!plan.ok) throw new Error(JSON.stringify(plan.error, null, 1));
  return plan.value;
}
function refused(change: Partial<PlanRequest>): string[] {
  const plan = makePlan(request(change));
  return plan.ok ? [] : plan.error.map((p) => `${p.line}: ${p.message}`);
}
const step = (plan: RunPlan, id: string) => plan.steps.find((s) => s.id === id);

describe('a plan', () => {
  it('takes given inputs before defaults and leaves optional ones out', () => {
    expect(planned({ inputs: { version: '2.0.0-rc.1', batch: '7' } }).inputs).toEqual([
      { name: 'batch', value: '7' },
      { name: 'day', value: '2026-11-22' },
      { name: 'mode', value: 'normal' },
      { name: 'previous', value: '1.4.2' },
      { name: 'version', value: '2.0.0-rc.1' },
    ]);
  });

  it('names secrets and holds no value of them', () => {
    expect(planned().secrets).toEqual(['db_url', 'token']);
  });

  it('demands exit code 0 where the runbook names another rule only', () => {
    expect(step(planned(), 'dump')?.expect).toEqual([
      { rule: 'exit', equals: 0 },
      { rule: 'file', path: '${backup_file}', min_bytes: 1_048_576 },
    ]);
    expect(step(planned(), 'switch')?.undo?.expect[0]).toEqual({ rule: 'exit', equals: 0 });
  });

  it('lists what a step needs from earlier steps, and nothing a target or an input brings', () => {
    expect(step(planned(), 'switch')?.needs).toEqual(['backup_file', 'why']);
    expect(step(planned(), 'dump')?.needs).toEqual([]);
  });

  it('keeps the command byte for byte', () => {
    expect(step(planned(), 'dump')?.action).toEqual({
      type: 'run',
      script: 'pg_dump -Fc "$db_url" > "$backup_dir/orders-$version.dump"',
    });
  });

  it('marks a rollout as a change that is taken back by its revert', () => {
    expect(step(planned(), 'ramp')).toMatchObject({
      changes: true,
      targets: ['app1', 'app2'],
      undo: { script: 'orders-traffic set 0' },
      timeout_ms: 600_000,
    });
  });

  it('fills the address of a metric and writes decimals as text', () => {
    const plan = planned();
    expect(plan.metrics.map((m) => m.from.url)).toEqual([
      'http://127.0.0.1:9100/metrics',
      'http://127.0.0.1:9090',
      'http://127.0.0.1/queue/10',
    ]);
    expect(plan.metrics.map((m) => m.fail)).toEqual([
      { above: '0.02', for_ms: 10_000 },
      { above: '0.0000005', for_ms: 0 },
      { for_ms: 0 },
    ]);
    expect(plan.metrics[0]?.from).toMatchObject({
      value: { of: 'ratio', part: { labels: [{ matches: 'orders' }, { matches: '5..' }] } },
    });
  });

  it('keeps both languages of a title', () => {
    expect(planned().runbook.title).toEqual({ en: 'Orders release', zh_cn: '订单服务发布' });
  });

  it.each<[string, Partial<PlanRequest>, RegExp]>([
    ['a missing input', { inputs: {} }, /^8: input "version" \(The version to release\) has no value/],
    ['no SemVer', { inputs: { version: 'v1.5.0' } }, /no SemVer.*Write it without the leading v: 1\.5\.0/],
    ['an unknown input', { inputs: { version: '1.5.0', verison: '1' } }, /no input "verison"/],
    [
      'an enum value',
      { inputs: { version: '1.5.0', mode: 'carefull' } },
      /none of normal, careful; did you mean/,
    ],
    ['an int that is too large', { inputs: { version: '1.5.0', batch: '51' } }, /51 is above 50/],
    ['an int in disguise', { inputs: { version: '1.5.0', batch: '0x10' } }, /no whole number/],
    ['a date that does not exist', { inputs: { version: '1.5.0', day: '2026-02-29' } }, /no date/],
    ['a line break', { inputs: { version: '1.5.0', ticket: 'a\nb' } }, /no line break/],
    ['live in practice', { environment: 'practice' }, /kind "live" can't be made in practice/],
    ['a drill in production', { environment: 'production', kind: 'drill' }, /can't be made in production/],
    ['a group without machines', { targets: { targets: [], members: {} } }, /"orders-app" names no target/],
  ])('is refused for %s', (_, change, message) => {
    expect(
      refused(change).some((p) => message.test(p)),
      refused(change).join('\n'),
    ).toBe(true);
  });

  it('is refused when a group has another size than the runbook says', () => {
    const targets = [app('app1'), target('db1', { backup_dir: '/b' }), target('db2', { backup_dir: '/b' })];
    const problems = refused({ targets: { targets, members: { app: ['app1'], db: ['db1', 'db2'] } } });
    expect(problems.join('\n')).toMatch(/expected exactly 1 target\(s\), found 2: db1, db2/);
    expect(problems.join('\n')).toMatch(/2 targets \(db1, db2\) would each set backup_file/);
  });

  it('is refused when a target lacks a variable a step reads', () => {
    const targets = [target('app1', { root: '/' }), target('db1', { backup_dir: '/b' })];
    const problems = refused({ targets: { targets, members: { app: ['app1'], db: ['db1'] } } });
    expect(problems.join('\n')).toMatch(/sets "http_port"/);
  });

  it('is refused for what this version does not do', () => {
    const loaded = loadFixture('design-example');
    const plan = makePlan(request({ loaded, inputs: { version: '1.5.0' } }));
    expect(plan.ok ? [] : plan.error.map((p) => p.message)).toEqual(
      expect.arrayContaining([
        '"policy" is not available in this version',
        expect.stringMatching(
          /"previous" has no value: taking it from the channel "stable" is not available/,
        ),
      ]),
    );
  });
});

describe('a plan for people', () => {
  it('shows the rollback in reverse', () => {
    expect(undoOrder(planned()).map((s) => s.id)).toEqual(['ramp', 'switch']);
  });

  it('counts the longest time by its own limits', () => {
    // 15m tests, 10m for each machine of dump, upload (2), switch (2), contract, version (2), ramp 2 x (2 x 10m) + 2m, 2m observed
    expect(longestMs(planned())).toBe((15 + 10 + 20 + 20 + 10 + 20 + 40 + 2 + 2) * 60_000);
  });

  it('shows every command as it will run', () => {
    const commands = planRows(planned()).flatMap((row) => (row.kind === 'command' ? [row.text] : []));
    expect(commands).toContain('pg_dump -Fc "$db_url" > "$backup_dir/orders-$version.dump"');
    expect(planRows(planned(), 'zh_cn')[0]?.text).toBe('订单服务发布 (orders-release)');
  });

  it('becomes Markdown in which nothing from a file is markup', () => {
    const plan = planned();
    const hostile = '</h1><script>x</script> [a](javascript:b) `c`\n# d';
    const text = planMarkdown({
      ...plan,
      runbook: { ...plan.runbook, title: { en: hostile } },
      steps: plan.steps.map((s) =>
        s.id === 'dump' ? { ...s, action: { type: 'run', script: '```\n# x' } } : s,
      ),
    });
    expect(text).not.toMatch(/(?<!\\)<script/);
    expect(text).not.toMatch(/^# d/m);
    expect(text).toContain('````sh\n```\n# x\n````');
  });
});

describe('values of a plan', () => {
  it('writes any number without an exponent and without loss', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(number, (value) => {
        expect(decimalText(value)).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(decimalText(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });
  it.each([
    ['1MiB', 1_048_576],
    ['2kB', 2000],
    ['7B', 7],
    [12, 12],
  ])('%s are %d bytes', (size, count) => expect(bytes(size)).toBe(count));
});
