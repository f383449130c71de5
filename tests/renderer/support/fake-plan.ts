/** Plans the way core does, over the text of a runbook in memory. */
import type { RunKind, RunPlan } from '@domain/plan/plan';
import { checkRunbook } from '@domain/runbook/check';
import { loadRunbook } from '@domain/runbook/load';
import { makePlan } from '@domain/runbook/plan';
import type { Environment } from '@domain/runbook/planning';
import type { Problem } from '@domain/runbook/problem';
import type { CallOutput, ProblemView, RunbookEntry } from '@ipc/contract';

const view = ({ suggestion, ...problem }: Problem): ProblemView => ({
  ...problem,
  suggestion: suggestion ?? null,
});

const vars = ['root', 'entry_port', 'preview_port', 'candidate_port', 'traffic_port'];
const target = {
  name: 'app',
  host: '127.0.0.1',
  port: 40122,
  user: 'operator',
  transport: 'ssh2' as const,
  vars: vars.map((name, i) => ({ name, value: name === 'root' ? '/tmp/practice' : String(18080 + i) })),
};

export interface PlanAsked {
  readonly ref: string;
  readonly environment: string;
  readonly kind: RunKind;
  readonly inputs: readonly { name: string; value: string }[];
}

export function planOf(text: string, asked: PlanAsked): { plan: RunPlan | null; problems: ProblemView[] } {
  const loaded = loadRunbook(text, asked.ref);
  if (!loaded.ok) return { plan: null, problems: loaded.error.map(view) };
  const name = asked.environment === 'practice' ? 'app' : `orders-${asked.environment}-1`;
  const plan = makePlan({
    loaded: loaded.value,
    sha256: 'c3'.repeat(32),
    path: asked.ref,
    environment: asked.environment as Environment,
    kind: asked.kind,
    inputs: Object.fromEntries(asked.inputs.map((i) => [i.name, i.value])),
    targets: { targets: [{ ...target, name }], members: { app: [name] } },
  });
  return plan.ok ? { plan: plan.value, problems: [] } : { plan: null, problems: plan.error.map(view) };
}

export function readRunbook(text: string, ref: string): CallOutput<'runbook.read'> {
  const loaded = loadRunbook(text, ref);
  if (!loaded.ok) return { entry: null, text, problems: loaded.error.map(view) };
  const problems = checkRunbook(loaded.value).map(view);
  return { entry: entryOf(loaded.value.runbook, ref, problems.length), text, problems };
}

type Loaded = Extract<ReturnType<typeof loadRunbook>, { ok: true }>['value']['runbook'];

function entryOf(runbook: Loaded, ref: string, problems: number): RunbookEntry {
  const title = typeof runbook.title === 'string' ? { en: runbook.title } : runbook.title;
  return {
    ref,
    id: runbook.id,
    title: { en: title.en, zh_cn: (title as Record<string, string>)['zh-CN'] },
    problems,
    inputs: Object.entries(runbook.inputs ?? {}).map(([name, spec]) => ({
      name,
      type: spec.type,
      required: spec.required !== false,
      default: spec.default === undefined ? null : String(spec.default),
      help: spec.title === undefined ? null : { en: spec.title },
      choices: [...(spec.values ?? [])],
    })),
    environments: ['practice', 'staging', 'production'],
  };
}
