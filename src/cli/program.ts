/** The list of commands. Each one lives in a file of its own under `commands/`. */
import { Command } from 'commander';
import { appRoot, appVersion } from './app-root';
import type { CommandContext } from './command-context';
import { answerCommand } from './commands/answer';
import { eventsCommand } from './commands/events';
import { keysCommand } from './commands/keys';
import { lintCommand } from './commands/lint';
import { outputCommand } from './commands/output';
import { planCommand } from './commands/plan';
import { practiceCommand } from './commands/practice';
import { recordCommand } from './commands/record';
import { resumeCommand, rollbackCommand, runCommand } from './commands/run';
import { runsCommand, statusCommand } from './commands/runs';
import { schemaCommand } from './commands/schema';
import { verifyCommand } from './commands/verify';
import type { ExitCode } from './exit-codes';
import { createSession, type GlobalOptions } from './session';
import type { Terminal } from './terminal';

export function buildProgram(terminal: Terminal, exit: (code: ExitCode) => void): Command {
  const program = new Command('holdpoint')
    .description('Guided releases over SSH, with staged observation, rollback and signed records')
    .version(appVersion(appRoot()))
    .option('--data-dir <folder>', 'where the ledger and keys live (default: the app data folder)')
    .option(
      '--workspace <folder>',
      'the workspace (default: the nearest folder upward with an inventory.yaml)',
    )
    .option('--json', 'one JSON document, or JSON lines, on stdout')
    .option('--as <person>', 'who acts (default: the login name)')
    .showHelpAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.put(text.trimEnd()),
      writeErr: (text) => terminal.say(text.trimEnd()),
    });
  const context: CommandContext = {
    session: (command) => createSession(terminal, command.optsWithGlobals<GlobalOptions>()),
    exit,
  };
  for (const make of [
    lintCommand,
    planCommand,
    runCommand,
    resumeCommand,
    rollbackCommand,
    answerCommand,
    statusCommand,
    runsCommand,
    eventsCommand,
    outputCommand,
    recordCommand,
    verifyCommand,
    keysCommand,
    practiceCommand,
    schemaCommand,
  ]) {
    program.addCommand(inherit(make(context)));
  }
  return program;
}

/** Sub-commands end as the program does: by an error with a code, never by leaving the process. */
function inherit(command: Command): Command {
  command.exitOverride().showHelpAfterError();
  for (const sub of command.commands) inherit(sub);
  return command;
}
