import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type VerifyOptions, type VerifyReport, verifyBundle } from '@core/records/verify-bundle';
import { verifyLedger } from '@core/records/verify-ledger';
import { Command } from 'commander';
import type { CommandContext } from '../command-context';
import { EXIT, type ExitCode } from '../exit-codes';
import { Stop } from '../session';

interface VerifyFlags {
  readonly allowedSigners?: string;
  readonly checkpoint?: string;
}

/** 0 verified, 1 not authentic, 5 genuine but signed by someone who may not. */
const CODES: Readonly<Record<VerifyReport['verdict'], ExitCode>> = {
  verified: EXIT.good,
  'not-authentic': EXIT.failed,
  'against-policy': EXIT.refused,
};

export const verifyCommand = ({ session, exit }: CommandContext): Command =>
  new Command('verify')
    .description('check a bundle (folder or zip) or the ledger of a data folder')
    .argument('<bundle-or-ledger>')
    .option('--allowed-signers <file>', 'your own list of who may sign; without it signers are only claimed')
    .option('--checkpoint <file>', 'a checkpoint you kept from earlier')
    .action(async (path: string, flags: VerifyFlags, command: Command) => {
      const s = session(command);
      const report = await verifyAt(resolve(path), await optionsOf(flags));
      if (s.json) s.terminal.json(report);
      else {
        for (const line of report.lines)
          s.terminal.put(`${line.result.padEnd(4)} ${line.promise}: ${line.detail}`);
        s.terminal.put(report.verdict);
      }
      exit(CODES[report.verdict]);
    });

function verifyAt(path: string, options: VerifyOptions): VerifyReport | Promise<VerifyReport> {
  if (!existsSync(path)) throw new Stop(EXIT.usage, `There is nothing at ${path}.`);
  return existsSync(join(path, 'ledger.sqlite')) ? verifyLedger(path, options) : verifyBundle(path, options);
}

async function optionsOf({ allowedSigners, checkpoint }: VerifyFlags): Promise<VerifyOptions> {
  return {
    ...(allowedSigners === undefined ? {} : { allowedSigners: await read(allowedSigners) }),
    ...(checkpoint === undefined ? {} : { knownCheckpoint: await read(checkpoint) }),
  };
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Stop(EXIT.usage, `${path} can't be read: ${(error as Error).message}`);
  }
}
