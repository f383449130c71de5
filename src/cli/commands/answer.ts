import { Command } from 'commander';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-codes';
import { Stop } from '../session';
import { findRun } from './find-run';

export const answerCommand = ({ session, exit }: CommandContext): Command =>
  new Command('answer')
    .description('answer what a run asks, then let it go on with resume')
    .argument('<run>')
    .argument('<interruption>')
    .requiredOption('--value <value>')
    .option('--reason <text>', 'why', '')
    .action(
      async (
        run: string,
        interruption: string,
        flags: { value: string; reason: string },
        command: Command,
      ) => {
        const s = session(command);
        const holdpoint = await s.open('write');
        try {
          // Nothing may begin here: this process ends at once and would cut off what it began.
          const taken = holdpoint.runs.answer(findRun(holdpoint, run).runId, {
            type: 'answer',
            interruption,
            ...flags,
            who: { by: s.actor, via: 'terminal' },
          });
          if (!taken.ok) throw new Stop(EXIT.usage, taken.error.message);
          exit(EXIT.good);
        } finally {
          await holdpoint.close();
        }
      },
    );
