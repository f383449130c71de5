import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Holdpoint } from '@core/app/holdpoint';
import type { RunDriver } from '@core/engine/run-driver';
import { type AnswerBook, answerBook } from '@core/workspace/answers';
import type { Workspace } from '@core/workspace/workspace';
import type { Recorded } from '@domain/run/event';
import { Command } from 'commander';
import type { CommandContext } from '../command-context';
import { EXIT, type ExitCode } from '../exit-codes';
import { type Session, Stop, showProblems } from '../session';
import { NO_ANSWERS } from '../walk/answer-book';
import { walk } from '../walk/walk';
import { findRun } from './find-run';
import { ensureOperatorKey } from './keys';
import { type PlanFlags, planOrStop, withPlanFlags } from './planned';

interface KeyFlags {
  readonly key?: string | undefined;
}

export interface WalkFlags {
  readonly answers?: string | undefined;
}

export const runCommand = ({ session, exit }: CommandContext): Command =>
  withPlanFlags(new Command('run'))
    .description('run a runbook: guided on a terminal, by an answers file without one')
    .option('--answers <file>', 'answers given beforehand; the digest of the file goes into the record')
    .option('--key <file>', 'the SSH key that signs the record, from now on')
    .action(async (runbook: string, flags: PlanFlags & WalkFlags & KeyFlags, command: Command) => {
      exit(await startRun(session(command), runbook, flags));
    });

/** Plans, opens and walks a run. The practice target goes with the run that needed it, unless that run waits. */
export async function startRun(
  s: Session,
  runbook: string,
  flags: PlanFlags & WalkFlags & KeyFlags,
): Promise<ExitCode> {
  // Opened first: a data folder that can't be written is told before anything is started.
  const holdpoint = await s.open('write');
  try {
    const { plan, workspace, practice } = await planOrStop(s, runbook, flags);
    const answers = await readAnswers(s, workspace, flags.answers);
    await ensureOperatorKey(s, holdpoint, plan.kind, flags.key);
    const opened = await holdpoint.runs.open({
      plan,
      who: { by: s.actor, via: 'terminal' },
      app: holdpoint.options.app,
      answersSha256: answers?.sha256 ?? null,
      workspace: workspace.folder,
      correlationId: null,
      releaseCandidateId: null,
    });
    if (!opened.ok) throw new Stop(EXIT.failed, opened.error.message);
    const driver = opened.value;
    const before = holdpoint.runs.events(driver.runId);
    const code = await walkToEnd(
      s,
      holdpoint,
      driver,
      answers?.answers ?? NO_ANSWERS,
      answers === null,
      before,
    );
    if (driver.state().result !== null && plan.environment === 'practice') await practice.down();
    return code;
  } finally {
    await holdpoint.close();
  }
}

export const resumeCommand = ({ session, exit }: CommandContext): Command =>
  new Command('resume')
    .description('go on with a run that waits or was cut off')
    .argument('<run>')
    .option('--answers <file>', 'answers given beforehand')
    .action(async (run: string, flags: WalkFlags, command: Command) => {
      const s = session(command);
      await withDriver(s, run, flags, async (holdpoint, driver, answers, guided) => {
        // Who resumes a paused run wants it to go on.
        if (driver.state().paused) driver.command({ type: 'resume', who: { by: s.actor, via: 'terminal' } });
        exit(await walkToEnd(s, holdpoint, driver, answers, guided));
      });
    });

export const rollbackCommand = ({ session, exit }: CommandContext): Command =>
  new Command('rollback')
    .description('take back what a run has changed')
    .argument('<run>')
    .option('--reason <text>', 'why', 'asked for on the command line')
    .option('--answers <file>', 'answers given beforehand')
    .action(async (run: string, flags: WalkFlags & { reason: string }, command: Command) => {
      const s = session(command);
      await withDriver(s, run, flags, async (holdpoint, driver, answers, guided) => {
        const begun = driver.command({
          type: 'roll-back',
          reason: flags.reason,
          who: { by: s.actor, via: 'terminal' },
        });
        if (!begun.ok) throw new Stop(EXIT.refused, begun.error.message);
        exit(await walkToEnd(s, holdpoint, driver, answers, guided));
      });
    });

/** Opens the run, acts on it, and lets go of everything again. */
export async function withDriver(
  s: Session,
  run: string,
  flags: WalkFlags,
  act: (holdpoint: Holdpoint, driver: RunDriver, answers: AnswerBook, guided: boolean) => Promise<void>,
): Promise<void> {
  const holdpoint = await s.open('write');
  try {
    const state = findRun(holdpoint, run);
    const workspace = holdpoint.workspaceAt(state.workspace ?? process.cwd());
    const answers = await readAnswers(s, workspace, flags.answers);
    const driver = await holdpoint.runs.resume(state.runId);
    if (!driver.ok) throw new Stop(EXIT.usage, driver.error.message);
    await act(holdpoint, driver.value, answers?.answers ?? NO_ANSWERS, answers === null);
  } finally {
    await holdpoint.close();
  }
}

/** Walks on until the run ends or waits; an ended run is sealed. */
export async function walkToEnd(
  s: Session,
  holdpoint: Holdpoint,
  driver: RunDriver,
  answers: AnswerBook,
  guided: boolean,
  before: readonly Recorded[] = [],
): Promise<ExitCode> {
  const interactive = guided && s.terminal.interactive;
  const code = await walk({
    driver,
    terminal: s.terminal,
    answers,
    guided: interactive,
    actor: s.actor,
    json: s.json,
    before,
  });
  if (driver.state().result === null) return code;
  const sealed = await holdpoint.records.seal(driver.runId);
  if (sealed.ok) s.terminal.say(`  holdpoint record export ${driver.runId} --out FOLDER`);
  else s.terminal.say(`The record is not sealed: ${sealed.error.message}`);
  return sealed.ok ? code : EXIT.failed;
}

interface GivenAnswers {
  readonly answers: AnswerBook;
  readonly sha256: string;
}

async function readAnswers(
  s: Session,
  workspace: Workspace,
  path: string | undefined,
): Promise<GivenAnswers | null> {
  if (path === undefined) return null;
  const read = await workspace.answers(resolve(path));
  if (!read.ok) {
    showProblems(s, read.error);
    throw new Stop(EXIT.usage, `The answers file ${path} can't be used.`);
  }
  const sha256 = createHash('sha256')
    .update(await readFile(resolve(path)))
    .digest('hex');
  return { answers: answerBook(read.value), sha256 };
}
