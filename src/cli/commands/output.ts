import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { findStep } from '@domain/run/state';
import { Command } from 'commander';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-codes';
import { Stop } from '../session';
import { findRun } from './find-run';

export const outputCommand = ({ session, exit }: CommandContext): Command =>
  new Command('output')
    .description('what a step printed (masked, as it is stored)')
    .argument('<run>')
    .argument('<step>')
    .option('--host <target>', 'on which target')
    .option('--attempt <number>', 'which attempt (default: the newest)')
    .action(
      async (run: string, stepId: string, flags: { host?: string; attempt?: string }, command: Command) => {
        const s = session(command);
        const holdpoint = await s.open('read');
        try {
          const state = findRun(holdpoint, run);
          const step = findStep(state, stepId);
          if (step === undefined) throw new Stop(EXIT.usage, `The run has no step ${stepId}.`);
          const target = step.targets.find((t) => flags.host === undefined || t.target === flags.host);
          if (target === undefined)
            throw new Stop(EXIT.usage, `Step ${stepId} does not run on ${flags.host}.`);
          const attempt = flags.attempt === undefined ? target.attempt : Number(flags.attempt);
          const path = holdpoint.outputs.path({
            runId: state.runId,
            step: stepId,
            target: target.target,
            attempt,
          });
          if (path === null)
            throw new Stop(EXIT.usage, `There is no output of ${stepId}, attempt ${attempt}.`);
          await pipeline(createReadStream(path), process.stdout, { end: false });
          exit(EXIT.good);
        } finally {
          await holdpoint.close();
        }
      },
    );
