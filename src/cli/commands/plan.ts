import { planMarkdown } from '@domain/plan/render';
import { Command } from 'commander';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-codes';
import { type PlanFlags, planOrStop, withPlanFlags } from './planned';

export const planCommand = ({ session, exit }: CommandContext): Command =>
  withPlanFlags(new Command('plan'))
    .description('show every command as it would run; touches no target')
    .action(async (runbook: string, flags: PlanFlags, command: Command) => {
      const s = session(command);
      const { plan } = await planOrStop(s, runbook, flags);
      if (s.json) s.terminal.json(plan);
      else s.terminal.put(planMarkdown(plan));
      exit(EXIT.good);
    });
