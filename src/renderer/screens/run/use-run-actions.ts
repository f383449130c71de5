import { availableActions, type RunAction } from '@domain/run/available';
import type { RefusalCode } from '@domain/run/command';
import type { RunState } from '@domain/run/state';
import { FileCheck2, Pause, Play, Square, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type AppAction, useActions } from '../../actions';
import type { RunDialog } from './run-dialogs';

interface Handlers {
  onOpen(dialog: RunDialog): void;
  onResume(): void;
  onCurrent(): void;
  onRecord(): void;
}

/** What can be done anywhere in the run, with keys; what the domain closes is listed with the reason. */
export function useRunActions(state: RunState, { onOpen, onResume, onCurrent, onRecord }: Handlers): void {
  const { t } = useTranslation('run');
  const closed = closedActions(state);
  const why = (action: RunAction): string | null => {
    const code = closed.get(action) ?? null;
    return code === null ? null : t(`closed.${code}`);
  };
  const way = (
    action: RunAction,
    label: string,
    keys: string,
    icon: AppAction['icon'],
    run: () => void,
  ): AppAction => ({
    id: `run.${action}`,
    label,
    section: 'run',
    keys: closed.get(action) === null || action === 'roll-back' ? keys : null,
    ...(icon === undefined ? {} : { icon }),
    closed: action === 'roll-back' && state.rollback === null && state.result === null ? null : why(action),
    run,
  });
  useActions([
    way('roll-back', t('way.rollBack'), 'R', Undo2, () => onOpen('roll-back')),
    way('pause', t('way.pause'), 'P', Pause, () => onOpen('pause')),
    way('resume', t('way.resume'), 'P', Play, onResume),
    way('stop', t('way.stop'), 'X', Square, () => onOpen('stop')),
    { id: 'run.current', label: t('step.back'), section: 'here', keys: 'G', run: onCurrent },
    {
      id: 'run.record',
      label: t('end.record'),
      section: 'run',
      keys: 'E',
      icon: FileCheck2,
      closed: state.result === null ? t('end.notYet') : null,
      run: onRecord,
    },
  ]);
}

const closedActions = (state: RunState): ReadonlyMap<RunAction, RefusalCode | null> =>
  new Map(availableActions(state).map(({ action, closed }) => [action, closed]));
