import { runSummary } from '@core/app/run-summary';
import { openInterruptions } from '@domain/run/state';
import { Command } from 'commander';
import type { CommandContext } from '../command-context';
import { EXIT, exitOfRun } from '../exit-codes';
import { board } from '../walk/ask-person';
import { findRun } from './find-run';

export const runsCommand = ({ session, exit }: CommandContext): Command =>
  new Command('runs')
    .description('list the runs of this data folder')
    .action(async (_options, command: Command) => {
      const s = session(command);
      const holdpoint = await s.open('read');
      try {
        const all = holdpoint.runs.list().map(runSummary);
        if (s.json) s.terminal.json(all);
        else
          for (const r of all)
            s.terminal.put(
              [r.run_id, r.opened_at, r.environment, r.kind, r.result ?? 'under way', r.runbook].join('  '),
            );
        exit(EXIT.good);
      } finally {
        await holdpoint.close();
      }
    });

export const statusCommand = ({ session, exit }: CommandContext): Command =>
  new Command('status')
    .description('where a run stands, and whom it waits for')
    .argument('[run]', 'id or its beginning', 'latest')
    .action(async (run: string, _options, command: Command) => {
      const s = session(command);
      const holdpoint = await s.open('read');
      try {
        const state = findRun(holdpoint, run);
        const open = openInterruptions(state);
        if (s.json) s.terminal.json({ ...runSummary(state), waiting: open });
        else {
          s.terminal.put(`${state.runId}  ${state.plan.runbook.title.en}  ${state.result ?? 'under way'}`);
          for (const line of board(state)) s.terminal.put(`  ${line}`);
          for (const step of [...state.steps, ...(state.rollback?.steps ?? [])])
            s.terminal.put(`  ${step.status.padEnd(9)} ${step.step.id}`);
          for (const asked of open)
            s.terminal.put(
              `  waits: ${asked.id} ${asked.text.en} (${asked.options.map((o) => o.value).join(' / ')})`,
            );
        }
        exit(state.result === null ? (open.length > 0 ? EXIT.needsPerson : EXIT.good) : exitOfRun(state));
      } finally {
        await holdpoint.close();
      }
    });
