import type { Command } from 'commander';
import type { ExitCode } from './exit-codes';
import type { Session } from './session';

/** What a command gets: the session of its global options, and how to end. */
export interface CommandContext {
  session(command: Command): Session;
  exit(code: ExitCode): void;
}
