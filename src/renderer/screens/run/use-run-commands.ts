import type { RunState } from '@domain/run/state';
import type { CallInput } from '@ipc/contract';
import { useMemo } from 'react';
import { useApp, useServices } from '../../store/app-context';
import { openQuestion } from './model/step-focus';

type CommandAction = CallInput<'run.command'>['action'];

/** What this window may send. Each resolves to core's words when it refused, null when it was taken. */
export interface RunCommands {
  answer(interruption: string, value: string, reason: string): Promise<string | null>;
  command(action: CommandAction, reason: string): Promise<string | null>;
  rollBack(reason: string): Promise<string | null>;
}

export function useRunCommands(runId: string, state: RunState | null): RunCommands {
  const { core } = useServices();
  const notify = useApp((s) => s.notify);
  return useMemo(() => {
    const refused = (result: { ok: true } | { ok: false; error: { message: string } }): string | null => {
      if (result.ok) return null;
      notify('bad', result.error.message);
      return result.error.message;
    };
    const answer: RunCommands['answer'] = async (interruption, value, reason) =>
      refused(await core.ask('run.answer', { run_id: runId, interruption, value, reason }));
    const command: RunCommands['command'] = async (action, reason) =>
      refused(await core.ask('run.command', { run_id: runId, action, reason }));
    return {
      answer,
      command,
      // A question that offers the rollback is answered by it, so that the record says what was asked.
      rollBack: async (reason) => {
        const asked = state === null ? undefined : openQuestion(state);
        const offered = asked?.options.some((option) => option.value === 'rollback') === true;
        return offered && asked !== undefined
          ? answer(asked.id, 'rollback', reason)
          : command('roll-back', reason);
      },
    };
  }, [core, notify, runId, state]);
}
