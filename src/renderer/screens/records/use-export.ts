import type { CallOutput } from '@ipc/contract';
import { useState } from 'react';
import { useServices } from '../../store/app-context';

type Exported = CallOutput<'record.export'>;

/** Writes the bundle of a run to the default folder, or to one a person picks. */
export function useExport(runId: string) {
  const { core, shell, store } = useServices();
  const [zip, setZip] = useState(false);
  const [busy, setBusy] = useState(false);
  const [exported, setExported] = useState<Exported | null>(null);
  const [folder, setFolder] = useState<string | null>(null);

  const write = async (token: string | null) => {
    setBusy(true);
    const result = await core.ask('record.export', { run_id: runId, token, zip });
    setBusy(false);
    setFolder(result.ok ? token : null);
    store.getState().take(result, setExported);
  };
  const choose = async () => {
    const chosen = await shell.chooseFolder('export');
    if (chosen !== null) await write(chosen.token);
  };
  const shown = (work: Promise<void>) =>
    void work.catch((error: Error) => store.getState().notify('bad', error.message));

  return {
    zip,
    setZip,
    busy,
    exported,
    toDefault: () => shown(write(null)),
    toChosen: () => shown(choose()),
    /** Null for the default folder: the shell opens only what a person picked. */
    openFolder: folder === null ? null : () => shown(shell.openFolder(folder)),
  };
}
