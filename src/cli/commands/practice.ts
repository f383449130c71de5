import { join } from 'node:path';
import { practiceService } from '@core/app/practice-service';
import { endOfProcess } from '@core/practice/owner';
import { servePractice } from '@core/practice/serve';
import { Command } from 'commander';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-codes';
import { Stop } from '../session';
import { addInput } from './planned';
import { startRun } from './run';

export function practiceCommand({ session, exit }: CommandContext): Command {
  const practice = new Command('practice').description('the target that comes with Holdpoint');
  practice
    .command('up')
    .description('start it')
    .action(async (_options, command: Command) => {
      const s = session(command);
      const up = await practiceService(s.options(false)).up(new AbortController().signal);
      if (!up.ok) throw new Stop(EXIT.failed, up.error.message);
      if (s.json) s.terminal.json(up.value.target);
      else
        s.terminal.put(
          `practice target app: ${up.value.target.user}@${up.value.target.host} port ${up.value.target.port}`,
        );
      exit(EXIT.good);
    });
  practice
    .command('down')
    .description('end it and remove what it made')
    .action(async (_options, command: Command) => {
      const s = session(command);
      const down = await practiceService(s.options(false)).down();
      if (!down.ok) throw new Stop(EXIT.failed, down.error.message);
      s.terminal.say(down.value.stopped ? 'The practice target is gone.' : 'No practice target was up.');
      exit(EXIT.good);
    });
  practice
    .command('status')
    .description('whether it is up')
    .action((_options, command: Command) => {
      const s = session(command);
      const now = practiceService(s.options(true)).status();
      if (s.json) s.terminal.json(now);
      else s.terminal.put(now.state);
      exit(now.state === 'up' ? EXIT.good : EXIT.failed);
    });
  practice
    .command('serve', { hidden: true })
    .description('be the practice target, until told to stop')
    .option('--owner-pid <pid>', 'end when this process ends', Number)
    .action(async (flags: { ownerPid?: number }, command: Command) => {
      const s = session(command);
      const { dataDir, nodeRunner, resourcesDir } = s.options(false);
      const signal =
        flags.ownerPid === undefined ? new AbortController().signal : endOfProcess(flags.ownerPid);
      const served = await servePractice({ dataDir, nodeRunner, resourcesDir, signal });
      if (!served.ok) throw new Stop(EXIT.failed, served.error.message);
      exit(EXIT.good);
    });
  practice
    .command('walk')
    .description('the guided practice: a good or a bad release, from pre-flight to the signed record')
    .option('--input <name=value>', 'version=1.5.0 is good, version=1.5.1 is bad under load')
    .option('--answers <file>', 'answers given beforehand')
    .action(async (flags: { input?: string; answers?: string }, command: Command) => {
      const s = session(command);
      const runbook = join(s.options(true).resourcesDir, 'runbooks', 'practice', 'release.yaml');
      const version = flags.input ?? (await askVersion(s.terminal));
      const input = addInput(version, {});
      exit(await startRun(s, runbook, { env: 'practice', kind: 'practice', input, answers: flags.answers }));
    });
  return practice;
}

async function askVersion(terminal: {
  interactive: boolean;
  say(line: string): void;
  ask(prompt: string): Promise<string | null>;
}): Promise<string> {
  terminal.say('Practice: 1.5.0 is a good release, 1.5.1 is bad under load and will have to be taken back.');
  if (!terminal.interactive)
    throw new Stop(
      EXIT.needsPerson,
      'Which version? Nobody is at a terminal. Give --input version=1.5.1 and --answers FILE.',
    );
  const typed = await terminal.ask('Which version do you want to release, 1.5.0 or 1.5.1? ');
  if (typed === null) throw new Stop(EXIT.needsPerson, 'Which version? Nobody answered.');
  return `version=${typed.trim()}`;
}
