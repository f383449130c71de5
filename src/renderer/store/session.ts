import type { CallOutput } from '@ipc/contract';
import type { SliceTools } from './store';

export type AppInfo = CallOutput<'app.info'>;
export type Settings = CallOutput<'settings.get'>;
export type Keys = CallOutput<'keys.get'>;

/** This app and the person at it. Null until core has answered. */
export interface SessionSlice {
  readonly info: AppInfo | null;
  readonly settings: Settings | null;
  readonly keys: Keys | null;
  loadInfo(): Promise<void>;
  loadSettings(): Promise<void>;
  loadKeys(): Promise<void>;
  /** Shows the change at once; core keeps it. */
  changeSettings(change: Partial<Settings>): Promise<void>;
}

export function sessionSlice({ set, get, core, shell }: SliceTools): SessionSlice {
  return {
    info: null,
    settings: null,
    keys: null,
    loadInfo: async () => get().take(await core().ask('app.info', {}), (info) => set({ info })),
    loadSettings: async () =>
      get().take(await core().ask('settings.get', {}), (settings) => set({ settings })),
    loadKeys: async () => get().take(await core().ask('keys.get', {}), (keys) => set({ keys })),
    changeSettings: async (change) => {
      const settings = { ...(get().settings ?? { locale: 'en', theme: 'system' }), ...change };
      set({ settings });
      shell.setTheme(settings.theme).catch((error: Error) => get().notify('bad', error.message));
      get().take(await core().ask('settings.set', change), () => {});
    },
  };
}
