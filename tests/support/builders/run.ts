/** Recorded event lists made by the real decider, so that no test shows a state that can't happen. */
import type { Action, MetricSpec, PlanStep, RunPlan } from '@domain/plan/plan';
import type { Command, Ending } from '@domain/run/command';
import { decide } from '@domain/run/decide';
import { effectsOf } from '@domain/run/effects';
import type { EventOf, Recorded, RunEvent } from '@domain/run/event';
import { evolve, openRun } from '@domain/run/evolve';
import { activeSteps, openInterruptions, type RunState } from '@domain/run/state';

export const RUN_ID = '01920000-0000-7000-8000-000000000001';
const START_MS = Date.UTC(2026, 10, 22, 2, 0, 0);
const ANN = { by: 'ann', via: 'window' } as const;

type StepInput = Pick<PlanStep, 'id' | 'phase' | 'action'> & Partial<PlanStep>;

export const aStep = (step: StepInput): PlanStep => ({
  title: { en: step.id, zh_cn: step.id },
  targets: [],
  changes: false,
  expect: ['run', 'local'].includes(step.action.type) ? [{ rule: 'exit', equals: 0 }] : [],
  timeout_ms: 60_000,
  produces: [],
  needs: [],
  done_when: null,
  undo: null,
  irreversible: null,
  ...step,
});

export const aMetric = (metric: Partial<MetricSpec> = {}): MetricSpec => ({
  id: 'error-rate',
  title: { en: 'Share of failed requests', zh_cn: '失败请求占比' },
  unit: '1',
  from: { source: 'prometheus', url: 'http://127.0.0.1:9090', via: null, query: 'errors / all' },
  every_ms: 1000,
  fail: { above: '0.02', for_ms: 5000 },
  min_samples: 3,
  no_data: 'inconclusive',
  shadow: false,
  ...metric,
});

export const rollout = (over: Partial<Extract<Action, { type: 'rollout' }>> = {}): Action => ({
  type: 'rollout',
  stages: [
    { weight: 10, hold_ms: 20_000 },
    { weight: 30, hold_ms: 20_000 },
    { weight: 100, hold_ms: 30_000 },
  ],
  apply: 'orders-traffic set "$weight"',
  revert: 'orders-traffic set 0',
  watch: ['error-rate', 'p95'],
  on_fail: 'ask',
  ...over,
});

const bash = (script: string): Action => ({ type: 'run', script });
const undoBy = (script: string): PlanStep['undo'] => ({ script, expect: [{ rule: 'exit', equals: 0 }] });

/** A release of an order service: every kind of step, two hosts. */
export const releaseSteps = (): readonly PlanStep[] => [
  aStep({
    id: 'tests',
    phase: 'preflight',
    title: { en: 'Test results are green', zh_cn: '测试结果全部通过' },
    action: { type: 'local', script: 'npm test -- --reporter=json > tests.json' },
    expect: [
      { rule: 'exit', equals: 0 },
      { rule: 'json', file: 'coverage.json', path: 'total.lines.pct', min: '80' },
    ],
  }),
  aStep({
    id: 'docs',
    phase: 'preflight',
    title: { en: 'Change log and runbook are up to date', zh_cn: '变更日志与运行手册为最新' },
    action: {
      type: 'attest',
      role: 'technical',
      text: {
        en: 'The change log and the runbook are up to date for this version.',
        zh_cn: '本版本的变更日志与运行手册均已更新。',
      },
    },
  }),
  aStep({
    id: 'ticket',
    phase: 'preflight',
    title: { en: 'Change ticket', zh_cn: '变更单号' },
    action: {
      type: 'ask',
      question: { en: 'Which change ticket covers this release?', zh_cn: '此次发布对应的变更单号是？' },
      into: 'ticket',
    },
  }),
  aStep({
    id: 'go-no-go',
    phase: 'gate',
    title: { en: 'Go or no-go', zh_cn: '放行决定' },
    action: {
      type: 'gate',
      board: 'preflight',
      text: { en: 'Release orders 1.5.1 now?', zh_cn: '现在发布 orders 1.5.1 吗？' },
    },
  }),
  aStep({
    id: 'dump',
    phase: 'backup',
    title: { en: 'Back up the order database', zh_cn: '备份订单数据库' },
    action: bash('sqlite3 "$data_dir/orders.db" ".backup \'$backup_file\'"\nsha256sum "$backup_file"'),
    targets: ['app-1'],
    expect: [
      { rule: 'exit', equals: 0 },
      { rule: 'file', path: '/var/backups/orders-1.5.1.db', min_bytes: 1_048_576 },
    ],
  }),
  aStep({
    id: 'switch',
    phase: 'deploy',
    title: { en: 'Switch the release and restart', zh_cn: '切换版本并重启' },
    action: bash('ln -sfn "/opt/orders/releases/$version" /opt/orders/current && systemctl restart orders'),
    targets: ['app-1', 'app-2'],
    changes: true,
    expect: [
      { rule: 'exit', equals: 0 },
      { rule: 'http', url: 'http://127.0.0.1:8080/healthz', status: 200, within_ms: 30_000 },
    ],
    undo: undoBy('ln -sfn "/opt/orders/releases/$previous" /opt/orders/current && systemctl restart orders'),
  }),
  aStep({
    id: 'migrate',
    phase: 'migrate',
    title: { en: 'Add the column "channel"', zh_cn: '新增 channel 列' },
    action: bash('orders-migrate up 7'),
    targets: ['app-1'],
    changes: true,
    undo: null,
    irreversible: 'rows written since then would lose their channel',
  }),
  aStep({
    id: 'smoke',
    phase: 'smoke',
    title: { en: 'Order, pay, cancel', zh_cn: '下单、支付、取消' },
    action: bash('orders-smoke --url http://127.0.0.1:8080'),
    targets: ['app-1'],
  }),
  aStep({
    id: 'ramp',
    phase: 'rollout',
    title: { en: 'Move traffic in stages', zh_cn: '分阶段切换流量' },
    action: rollout(),
    targets: ['app-1'],
    changes: true,
  }),
  aStep({
    id: 'accept',
    phase: 'accept',
    title: { en: 'Business acceptance', zh_cn: '业务验收' },
    action: {
      type: 'attest',
      role: 'business',
      text: { en: 'Orders arrive in the back office.', zh_cn: '订单已到达后台系统。' },
    },
  }),
];

export const aPlan = (plan: Partial<RunPlan> = {}): RunPlan => ({
  v: 1,
  runbook: {
    id: 'orders-release',
    path: 'runbooks/release.yaml',
    sha256: 'a'.repeat(64),
    title: { en: 'Orders release', zh_cn: '订单服务发布' },
  },
  environment: 'staging',
  kind: 'live',
  inputs: [
    { name: 'version', value: '1.5.1' },
    { name: 'previous', value: '1.4.2' },
  ],
  secrets: ['db_url'],
  targets: [
    { name: 'app-1', host: 'app-1.orders.example', port: 22, user: 'deploy', transport: 'ssh2', vars: [] },
    { name: 'app-2', host: 'app-2.orders.example', port: 22, user: 'deploy', transport: 'ssh2', vars: [] },
  ],
  steps: [...releaseSteps()],
  metrics: [
    aMetric(),
    aMetric({
      id: 'p95',
      title: { en: '95th percentile latency', zh_cn: '95 分位延迟' },
      unit: 'ms',
      fail: { above: '400', for_ms: 10_000 },
    }),
  ],
  rollback: { verify: ['smoke'], watch_ms: null, watch: [] },
  ...plan,
});

export const goodEnding = (over: Partial<Ending> = {}): Ending => ({
  outcome: { kind: 'exited', code: 0 },
  checks: [],
  output: { bytes: 120, lines: 3, sha256: 'b'.repeat(64), masked: 0, truncated: false },
  values: [],
  files: [],
  durationMs: 1200,
  ...over,
});

/** A run under way: gives commands to the decider and keeps what was recorded. */
export class RecordedRun {
  readonly events: Recorded[] = [];
  private now = START_MS;
  private current: RunState;

  constructor(plan: RunPlan = aPlan()) {
    const event: EventOf<'run.open'> = {
      kind: 'run.open',
      run_id: RUN_ID,
      correlation_id: 'c-1',
      release_candidate_id: 'orders-1.5.1',
      by: 'ann',
      via: 'window',
      run_kind: plan.kind,
      plan,
      app: { name: 'holdpoint', version: '0.1.0', node: '24.21.0', electron: null },
      answers_sha256: null,
    };
    const first = { seq: 1, at: this.instant(), event };
    this.events.push(first);
    this.current = openRun(first);
    this.give({ type: 'proceed' });
  }

  get state(): RunState {
    return this.current;
  }

  get nowMs(): number {
    return this.now;
  }

  /** Moves the clock of the ledger. */
  wait(ms: number): this {
    this.now += ms;
    return this;
  }

  /** Takes a command; throws when the decider refuses it, because then the test tells an impossible story. */
  give(command: Command): this {
    const decided = decide(this.current, command, { now: this.instant(), sha256: () => 'c'.repeat(64) });
    if (!decided.ok) throw new Error(`${command.type}: ${decided.error.message}`);
    for (const event of decided.value) this.store(event);
    return this;
  }

  /** Ends the attempt that runs, passing all its rules unless told otherwise. */
  end(over: Partial<Ending> = {}): this {
    const [effect] = effectsOf(this.current);
    if (effect?.type !== 'execute') throw new Error('nothing runs');
    const step = activeSteps(this.current).find((s) => s.step.id === effect.step)?.step;
    const checks = (step?.expect ?? []).map((e) => ({
      rule: e.rule,
      expected: e.rule,
      found: 'as expected',
      result: 'pass' as const,
    }));
    this.wait(1200);
    const { step: id, target, attempt } = effect;
    const passed =
      checks.length === 0
        ? [{ rule: 'exit', expected: 'exit 0', found: 'exit 0', result: 'pass' as const }]
        : checks;
    return this.give({
      type: 'ended',
      step: id,
      target,
      attempt,
      ...goodEnding({ checks: passed, ...over }),
    });
  }

  fail(found = 'exit 1'): this {
    return this.end({
      outcome: { kind: 'exited', code: 1 },
      checks: [{ rule: 'exit', expected: 'exit 0', found, result: 'fail' }],
    });
  }

  answer(value: string, reason = ''): this {
    const open = openInterruptions(this.current).at(-1);
    if (open === undefined) throw new Error('nobody is asked');
    this.wait(4000);
    return this.give({ type: 'answer', interruption: open.id, value, reason, who: ANN });
  }

  /** Takes one round of samples per second, each metric at the given values. */
  sample(rounds: number, valueFor: (metric: string, round: number) => string | null): this {
    for (let round = 0; round < rounds; round += 1) {
      const effect = effectsOf(this.current).find((e) => e.type === 'observe');
      if (effect?.type !== 'observe') return this;
      this.wait(effect.everyMs);
      const step = activeSteps(this.current).find((s) => s.step.id === effect.step);
      const action = step?.step.action;
      const watch = action?.type === 'rollout' || action?.type === 'observe' ? action.watch : [];
      const values = watch.map((metric) => ({ metric, value: valueFor(metric, round), error: null }));
      this.give({ type: 'sampled', step: effect.step, stage: effect.stage, values });
    }
    return this;
  }

  /** Answers and ends whatever is due until the step with this id is the current one and has begun. */
  until(stepId: string): this {
    for (let turn = 0; turn < 200; turn += 1) {
      const step = activeSteps(this.current).find((s) => !['passed', 'skipped'].includes(s.status));
      if (step === undefined || step.step.id === stepId) return this;
      const open = openInterruptions(this.current).at(-1);
      if (open !== undefined)
        this.answer(open.freeText ? 'CHG-4711' : (open.options[0]?.value ?? ''), 'looked at it');
      else if (effectsOf(this.current).some((e) => e.type === 'execute')) this.end();
      else this.sample(1, (metric) => (metric === 'p95' ? '180' : '0.004'));
    }
    throw new Error(`${stepId} is never reached`);
  }

  private store(event: RunEvent): void {
    const recorded = { seq: this.current.seq + 1, at: this.instant(), event };
    this.events.push(recorded);
    this.current = evolve(this.current, recorded);
  }

  private instant(): string {
    return new Date(this.now).toISOString();
  }
}
