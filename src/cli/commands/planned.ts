/** Options and steps that `plan` and `run` share. */

import { resolve } from 'node:path';
import { planRun } from '@core/app/plan-service';
import { type PracticeService, practiceService } from '@core/app/practice-service';
import type { Workspace } from '@core/workspace/workspace';
import { type RunPlan, runKind } from '@domain/plan/plan';
import type { Command } from 'commander';
import { EXIT } from '../exit-codes';
import { type Session, Stop, showProblems } from '../session';

export interface PlanFlags {
  readonly env: string;
  readonly kind: string;
  readonly input: Readonly<Record<string, string>>;
}

export const withPlanFlags = (command: Command): Command =>
  command
    .argument('<runbook>')
    .requiredOption('--env <environment>', 'practice, staging or production')
    .option('--kind <kind>', 'live, drill or practice', 'live')
    .option('--input <name=value>', 'a value of the runbook; repeat for more', addInput, {});

/** `name=value` into the inputs so far. */
export function addInput(text: string, before: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new Stop(EXIT.usage, `--input ${text}: expected name=value`);
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

export interface Planned {
  readonly plan: RunPlan;
  readonly workspace: Workspace;
  readonly practice: PracticeService;
}

/** Plans or stops with the problems. The practice target is started where the environment is `practice`. */
export async function planOrStop(session: Session, runbook: string, flags: PlanFlags): Promise<Planned> {
  const kind = runKind.safeParse(flags.kind);
  if (!kind.success) throw new Stop(EXIT.usage, `--kind ${flags.kind}: expected live, drill or practice`);
  const workspace = await session.workspaceFor(runbook);
  const practice = practiceService(session.options(false));
  if (flags.env === 'practice') await practiceUp(session, practice);
  const input = { path: resolve(runbook), environment: flags.env, kind: kind.data, inputs: flags.input };
  const planned = await planRun(workspace, input, practice.address);
  if (planned.ok) return { plan: planned.value, workspace, practice };
  showProblems(session, planned.error);
  throw new Stop(EXIT.usage, 'There is no plan: see the problems above.');
}

async function practiceUp(session: Session, practice: PracticeService): Promise<void> {
  if (practice.status().state !== 'up') session.terminal.say('Starting the practice target ...');
  const up = await practice.up(new AbortController().signal);
  if (!up.ok) throw new Stop(EXIT.failed, up.error.message);
}
