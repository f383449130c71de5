import { Command } from 'commander';
import { EXIT } from '../exit-codes';
import type { CommandContext } from '../program';
import { Stop } from '../session';
import { walkToEnd, withDriver } from './run';

interface AnswerFlags {
  readonly value: string;
  readonly reason: string;
}

/** Answering starts what follows from the answer, so the command stays with the run until it waits again or ends. */
export const answerCommand = ({ session, exit }: CommandContext): Command =>
  new Command('answer')
    .description('answer what a run asks, and go on with it until it waits again or ends')
    .argument('<run>')
    .argument('<interruption>')
    .requiredOption('--value <value>')
    .option('--reason <text>', 'why', '')
    .action(async (run: string, interruption: string, flags: AnswerFlags, command: Command) => {
      const s = session(command);
      await withDriver(s, run, {}, async (holdpoint, driver, answers) => {
        const who = { by: s.actor, via: 'terminal' } as const;
        const taken = driver.command({ type: 'answer', interruption, ...flags, who });
        if (!taken.ok) throw new Stop(EXIT.usage, taken.error.message);
        exit(await walkToEnd(s, holdpoint, driver, answers, false));
      });
    });
