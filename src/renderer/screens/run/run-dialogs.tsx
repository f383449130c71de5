import type { RunState } from '@domain/run/state';
import { useTranslation } from 'react-i18next';
import { ReasonDialog } from '../../components/reason-dialog';
import { RollbackSheet } from './parts/rollback-sheet';
import type { RunCommands } from './use-run-commands';

export type RunDialog = 'roll-back' | 'pause' | 'stop';

interface Props {
  readonly state: RunState;
  readonly open: RunDialog | null;
  readonly commands: RunCommands;
  onClose(): void;
}

/** The dialogs of the run screen, at most one open. */
export function RunDialogs({ state, open, commands, onClose }: Props) {
  const { t } = useTranslation('run');
  const send = async (action: 'pause' | 'stop', reason: string) => {
    if ((await commands.command(action, reason)) === null) onClose();
  };
  return (
    <>
      <RollbackSheet
        state={state}
        opened={open === 'roll-back'}
        onRollBack={commands.rollBack}
        onClose={onClose}
      />
      <ReasonDialog
        opened={open === 'pause'}
        title={t('pause.title')}
        confirmLabel={t('way.pause')}
        needsReason={false}
        onConfirm={(reason) => void send('pause', reason)}
        onClose={onClose}
      >
        <p>{t('pause.text')}</p>
      </ReasonDialog>
      <ReasonDialog
        opened={open === 'stop'}
        title={t('stop.title')}
        confirmLabel={t('way.stop')}
        danger
        onConfirm={(reason) => void send('stop', reason)}
        onClose={onClose}
      >
        <p>{t('stop.text')}</p>
      </ReasonDialog>
    </>
  );
}
