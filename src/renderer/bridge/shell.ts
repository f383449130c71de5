/** What the window needs from the Electron shell, in our words; `electron-bridge.ts` is the only user of `window.holdpoint`. */
import type { PortLike } from '@ipc/rpc';

export type FolderPurpose = 'workspace' | 'export';
export type FilePurpose = 'runbook' | 'key' | 'bundle';

/** A place a person picked in a dialog of the system. `label` is for people; core knows the path behind the token. */
export interface Chosen {
  readonly token: string;
  readonly label: string;
}

/** `down`: core ended and is being started again. `given-up`: only a restart of the app helps. */
export type CoreState = 'starting' | 'down' | 'given-up';

export interface Shell {
  /** Null when the dialog was cancelled. Rejects with a message for people when it could not be shown. */
  chooseFolder(purpose: FolderPurpose): Promise<Chosen | null>;
  chooseFile(purpose: FilePurpose): Promise<Chosen | null>;
  /** Shows a folder that was picked before in the system's file manager. */
  openFolder(token: string): Promise<void>;
  notify(title: string, body: string): Promise<void>;
  setTheme(theme: 'system' | 'light' | 'dark'): Promise<void>;
}

/** The way to core: a port now, and a new one after each restart of core. */
export interface CoreLink {
  connect(onPort: (port: PortLike) => void, onState: (state: CoreState) => void): void;
}

export interface Bridge {
  readonly shell: Shell;
  readonly core: CoreLink;
  /** Language of the system, used until the settings are read. */
  readonly systemLanguage: string;
}
