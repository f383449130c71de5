import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-codes';

export const schemaCommand = ({ session, exit }: CommandContext): Command =>
  new Command('schema')
    .description('the JSON Schema of runbook files')
    .action(async (_options, command: Command) => {
      const s = session(command);
      const path = join(s.options(true).resourcesDir, 'schema', 'runbook-1.schema.json');
      s.terminal.put((await readFile(path, 'utf8')).trimEnd());
      exit(EXIT.good);
    });
