import type { VerifyView } from '@ipc/contract';
import { useState } from 'react';
import { useServices } from '../../store/app-context';

/** Asks core to check a bundle: the latest export of a run, or one a person picks. */
export function useVerify() {
  const { core, shell, store } = useServices();
  const [busy, setBusy] = useState(false);
  const [view, setView] = useState<VerifyView | null>(null);
  const [label, setLabel] = useState('');

  const check = async (runId: string | null, token: string | null) => {
    setView(null); // an old verdict must not stand beside a new question
    setBusy(true);
    const result = await core.ask('record.verify', { run_id: runId, token });
    setBusy(false);
    store.getState().take(result, setView);
  };
  const choose = async () => {
    const chosen = await shell.chooseFile('bundle');
    if (chosen === null) return;
    setLabel(chosen.label);
    await check(null, chosen.token);
  };
  const shown = (work: Promise<void>) =>
    void work.catch((error: Error) => store.getState().notify('bad', error.message));

  return {
    busy,
    view,
    label,
    exportOf: (runId: string) => shown(check(runId, null)),
    chosenBundle: () => shown(choose()),
  };
}
