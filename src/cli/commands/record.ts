import { resolve } from 'node:path';
import { Command } from 'commander';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-codes';
import { Stop } from '../session';
import { findRun } from './find-run';

export function recordCommand({ session, exit }: CommandContext): Command {
  const record = new Command('record').description('signed records of ended runs');
  record
    .command('export')
    .description('write a bundle that can be checked without Holdpoint')
    .argument('<run>')
    .requiredOption('--out <path>', 'the folder to make, or the zip file')
    .option('--zip', 'one zip file instead of a folder')
    .action(async (run: string, flags: { out: string; zip?: boolean }, command: Command) => {
      const s = session(command);
      const holdpoint = await s.open('write');
      try {
        const state = findRun(holdpoint, run);
        if (state.result === null)
          throw new Stop(EXIT.usage, 'The run has not ended; there is no record yet.');
        const made = await holdpoint.records.export({
          runId: state.runId,
          to: resolve(flags.out),
          zip: flags.zip === true,
          via: 'terminal',
        });
        if (!made.ok) throw new Stop(EXIT.failed, made.error.message);
        const { path, files, sumsSha256, notices } = made.value;
        if (s.json) s.terminal.json({ path, files, sums_sha256: sumsSha256, notices });
        else {
          s.terminal.put(path);
          for (const notice of notices) s.terminal.say(notice);
          s.terminal.say(`${files} files. To check it: holdpoint verify ${path}, or see VERIFY.md in it.`);
        }
        exit(EXIT.good);
      } finally {
        await holdpoint.close();
      }
    });
  return record;
}
