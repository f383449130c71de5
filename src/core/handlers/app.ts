/** What is running here, settings, and the practice target. */
import type { CallHandlers, StreamHandlers } from '@ipc/server';

import { streamOf } from '../system/notifier';
import { sqliteVersion } from '../system/sqlite-version';
import type { HandlerContext } from './context';
import { orRefuse } from './refuse';

type AppCalls = Pick<
  CallHandlers,
  'app.info' | 'settings.get' | 'settings.set' | 'practice.status' | 'practice.up' | 'practice.down'
>;

export function appCalls({ holdpoint, changes }: HandlerContext): AppCalls {
  const { options, ledger, practice, settings } = holdpoint;
  return {
    'app.info': () => ({
      version: options.app.version,
      node: options.app.node,
      electron: options.app.electron,
      sqlite: sqliteVersion(),
      data_dir: options.dataDir,
      actor: options.actor,
      read_only: ledger.mode === 'read_only' ? (ledger.why?.message ?? 'unknown') : null,
    }),
    'settings.get': () => settings.get(),
    'settings.set': (change) => {
      const { locale, theme } = change;
      settings.set({
        ...(locale === undefined ? {} : { locale }),
        ...(theme === undefined ? {} : { theme }),
      });
      changes.tell({ what: 'settings' });
      return {};
    },
    'practice.status': () => {
      const now = practice.status();
      return { up: now.state === 'up', version: null, root: now.state === 'up' ? now.root : null };
    },
    'practice.up': async (_, { signal }) => {
      orRefuse(await practice.up(signal));
      changes.tell({ what: 'practice' });
      return {};
    },
    'practice.down': async () => {
      orRefuse(await practice.down());
      changes.tell({ what: 'practice' });
      return {};
    },
  };
}

/** Ticks when a list a window shows has changed. */
export function appChanges({ changes }: HandlerContext): StreamHandlers['app.changes'] {
  return (_, { signal }) => streamOf(changes, signal);
}
