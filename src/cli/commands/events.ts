import { Command } from 'commander';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-codes';
import { linesFor } from '../walk/print-event';
import { findRun } from './find-run';

export const eventsCommand = ({ session, exit }: CommandContext): Command =>
  new Command('events')
    .description('what happened in a run, as the ledger has it')
    .argument('<run>')
    .action(async (run: string, _options, command: Command) => {
      const s = session(command);
      const holdpoint = await s.open('read');
      try {
        const state = findRun(holdpoint, run);
        for (const recorded of holdpoint.runs.events(state.runId)) {
          if (s.json) s.terminal.json(recorded);
          else {
            s.terminal.put(`${recorded.seq}  ${recorded.at}  ${recorded.event.kind}`);
            for (const line of linesFor(recorded, state, s.terminal.paint))
              s.terminal.put(`    ${line.trim()}`);
          }
        }
        exit(EXIT.good);
      } finally {
        await holdpoint.close();
      }
    });
