import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp, useServices } from '../../store/app-context';

/** Starts the practice target where needed and opens its runbook with a version filled in. Nothing runs yet. */
export function usePracticeRelease() {
  const { t } = useTranslation(['home', 'common']);
  const { core, store } = useServices();
  const readOnly = useApp((s) => s.info?.read_only ?? null);
  const [busy, setBusy] = useState(false);

  const begin = async (version: string) => {
    setBusy(true);
    const up = store.getState().practice?.up ?? false;
    const result = up ? null : await core.ask('practice.up', {});
    if (result !== null && !result.ok) store.getState().notify('bad', result.error.message);
    else await openRunbook(version);
    setBusy(false);
  };

  const openRunbook = async (version: string) => {
    await store.getState().loadWorkspace();
    const { workspace, go, notify } = store.getState();
    const books = workspace?.runbooks ?? [];
    const book =
      books.find((b) => b.id.startsWith('practice')) ?? books.find((b) => b.ref.includes('practice'));
    if (book === undefined) return notify('bad', t('practice.no_runbook'));
    const preset = { environment: 'practice', kind: 'practice', inputs: { version } } as const;
    go({ screen: 'runbooks', ref: book.ref, preset });
  };

  return {
    busy,
    /** Why it can't be begun, null when it can. */
    closed: readOnly === null ? null : t('practice.read_only'),
    start: (version: string) => void begin(version),
  };
}
