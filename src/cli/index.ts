/** `holdpoint`: the same core on a terminal. Results on stdout, words for people on stderr, exit codes as documented. */

import { LedgerError } from '@core/ledger/ledger-error';
import { EXIT } from './exit-codes';
import { buildProgram } from './program';
import { Stop } from './session';
import { processTerminal } from './terminal';

const terminal = processTerminal();
const program = buildProgram(terminal, (code) => {
  process.exitCode = code;
});

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof Stop) {
    terminal.say(error.message);
    process.exitCode = error.exitCode;
  } else if (error instanceof LedgerError) {
    terminal.say(error.message);
    process.exitCode = EXIT.failed;
  } else if (isUsage(error)) {
    process.exitCode = (error as { exitCode: number }).exitCode === 0 ? EXIT.good : EXIT.usage;
  } else {
    terminal.say(
      `This is a defect of Holdpoint: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    process.exitCode = EXIT.defect;
  }
}

/** commander has said what is wrong already. */
function isUsage(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.');
}
