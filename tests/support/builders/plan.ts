/** Plans for tests: a full default, and the facts a test is about. */
import type { MetricSpec, PlanStep, RunPlan } from '@domain/plan/plan';

export function aStep(over: Partial<PlanStep> & { id: string }): PlanStep {
  return {
    phase: 'deploy',
    title: { en: over.id },
    action: { type: 'run', script: `echo ${over.id}` },
    targets: ['app'],
    changes: false,
    expect: [{ rule: 'exit', equals: 0 }],
    timeout_ms: 60_000,
    produces: [],
    needs: [],
    done_when: null,
    undo: null,
    irreversible: null,
    ...over,
  };
}

export const aChange = (id: string, over: Partial<PlanStep> = {}): PlanStep =>
  aStep({
    id,
    changes: true,
    undo: { script: `undo ${id}`, expect: [{ rule: 'exit', equals: 0 }] },
    ...over,
  });

export const anAttest = (id: string): PlanStep =>
  aStep({
    id,
    phase: 'preflight',
    targets: [],
    action: { type: 'attest', role: 'technical', text: { en: 'read it?' } },
    expect: [],
  });

export const aRollout = (over: Partial<PlanStep> = {}): PlanStep =>
  aStep({
    id: 'ramp',
    phase: 'rollout',
    changes: true,
    action: {
      type: 'rollout',
      stages: [
        { weight: 10, hold_ms: 2000 },
        { weight: 100, hold_ms: 2000 },
      ],
      apply: 'traffic set "$weight"',
      revert: 'traffic set 0',
      watch: ['error-rate'],
      on_fail: 'ask',
    },
    expect: [],
    ...over,
  });

export const aMetric = (over: Partial<MetricSpec> = {}): MetricSpec => ({
  id: 'error-rate',
  title: { en: 'Error rate' },
  unit: '1',
  from: { source: 'json', url: 'http://127.0.0.1/', via: null, path: 'errors' },
  every_ms: 1000,
  fail: { above: '0.02', for_ms: 1000 },
  min_samples: 2,
  no_data: 'inconclusive',
  shadow: false,
  ...over,
});

export function aPlan(steps: readonly PlanStep[], over: Partial<RunPlan> = {}): RunPlan {
  return {
    v: 1,
    runbook: {
      id: 'orders-release',
      path: 'release.yaml',
      sha256: 'a'.repeat(64),
      title: { en: 'Orders release' },
    },
    environment: 'practice',
    kind: 'practice',
    inputs: [{ name: 'version', value: '1.5.0' }],
    secrets: [],
    targets: [{ name: 'app', host: '127.0.0.1', port: 22, user: 'op', transport: 'ssh2', vars: [] }],
    steps: [...steps],
    metrics: [aMetric()],
    rollback: { verify: [], watch_ms: null, watch: [] },
    ...over,
  };
}
