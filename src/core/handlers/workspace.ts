/** The open workspace: its runbooks, their problems and plans. */
import { basename } from 'node:path';
import { planMarkdown } from '@domain/plan/render';
import { checkRunbook } from '@domain/runbook/check';
import { localText } from '@domain/runbook/plan-values';
import type { Problem } from '@domain/runbook/problem';
import type { ProblemView, RunbookEntry } from '@ipc/contract';
import type { CallHandlers } from '@ipc/server';
import { planRun } from '../app/plan-service';
import type { RunbookFile, Workspace } from '../workspace/workspace';
import type { HandlerContext } from './context';
import { grantedPath } from './grants';
import { runbookPath } from './runbook-path';
import { inputRecord } from './runs';

type WorkspaceCalls = Pick<
  CallHandlers,
  'workspace.get' | 'workspace.open' | 'runbook.read' | 'runbook.plan'
>;

export function workspaceCalls(context: HandlerContext): WorkspaceCalls {
  const { holdpoint } = context;
  const workspace = () => holdpoint.workspaceAt(context.workspaceFolder());
  return {
    'workspace.get': async () => overview(workspace()),
    'workspace.open': ({ token }) => {
      context.openWorkspace(grantedPath(context, token, 'workspace'));
      context.changes.tell({ what: 'workspace' });
      return {};
    },
    'runbook.read': ({ ref }) => read(workspace(), ref),
    'runbook.plan': async ({ ref, environment, kind, inputs }) => {
      const input = {
        path: runbookPath(workspace().folder, ref),
        environment,
        kind,
        inputs: inputRecord(inputs),
      };
      const planned = await planRun(workspace(), input, holdpoint.practice.address);
      if (!planned.ok) return { plan: null, markdown: '', problems: planned.error.map(problemView) };
      return { plan: planned.value, markdown: planMarkdown(planned.value), problems: [] };
    },
  };
}

async function overview(workspace: Workspace) {
  const [entries, inventory] = await Promise.all([workspace.runbooks(), workspace.inventory()]);
  const environments = inventory.ok ? Object.keys(inventory.value.environments) : [];
  const runbooks = entries.map(({ path, loaded }) =>
    loaded.ok ? entryOf(loaded.value, environments) : brokenEntry(path, loaded.error),
  );
  const practice = environments.length === 1 && environments[0] === 'practice';
  return { name: basename(workspace.folder), path: workspace.folder, practice, runbooks };
}

function entryOf(file: RunbookFile, environments: readonly string[]): RunbookEntry {
  const { runbook } = file.loaded;
  return {
    ref: file.path,
    id: runbook.id,
    title: localText(runbook.title),
    problems: checkRunbook(file.loaded).length,
    inputs: Object.entries(runbook.inputs ?? {}).map(([name, spec]) => ({
      name,
      type: spec.type,
      required: spec.required ?? spec.default === undefined,
      default: spec.default === undefined ? null : String(spec.default),
      help: spec.title === undefined ? null : { en: spec.title },
      choices: spec.values ?? [],
    })),
    environments: [...environments],
  };
}

const brokenEntry = (path: string, problems: readonly Problem[]): RunbookEntry => ({
  ref: path,
  id: path,
  title: { en: path },
  problems: problems.length,
  inputs: [],
  environments: [],
});

async function read(workspace: Workspace, ref: string) {
  const file = await workspace.runbook(runbookPath(workspace.folder, ref));
  if (!file.ok) return { entry: null, text: '', problems: file.error.map(problemView) };
  const inventory = await workspace.inventory();
  const environments = inventory.ok ? Object.keys(inventory.value.environments) : [];
  const problems = [...checkRunbook(file.value.loaded), ...(inventory.ok ? [] : inventory.error)];
  return {
    entry: entryOf(file.value, environments),
    text: file.value.text,
    problems: problems.map(problemView),
  };
}

const problemView = (p: Problem): ProblemView => ({ ...p, suggestion: p.suggestion ?? null });
