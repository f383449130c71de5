import { resolve } from 'node:path';
import { checkRunbook } from '@domain/runbook/check';
import { isError, type Problem } from '@domain/runbook/problem';
import { Command } from 'commander';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-codes';
import { showProblems } from '../session';

export const lintCommand = ({ session, exit }: CommandContext): Command =>
  new Command('lint')
    .description('check runbooks: schema and meaning, with positions')
    .argument('<runbook...>')
    .action(async (files: string[], _options, command: Command) => {
      const s = session(command);
      const workspace = await s.workspaceFor(files[0] ?? null);
      const problems: Problem[] = [];
      for (const file of files) {
        const loaded = await workspace.runbook(resolve(file));
        problems.push(...(loaded.ok ? checkRunbook(loaded.value.loaded) : loaded.error));
      }
      showProblems(s, problems);
      const errors = problems.filter(isError).length;
      if (!s.json)
        s.terminal.say(`${files.length} checked, ${errors} errors, ${problems.length - errors} warnings`);
      exit(errors === 0 ? EXIT.good : EXIT.usage);
    });
