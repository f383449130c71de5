/**
 * What the window may ask of the Electron shell: only what Electron alone can do. Everything else goes to core over
 * the port. The window never names a path; it gets a token for what a person picked in a dialog of the system, and
 * core gets the path that belongs to the token.
 */
import { z } from 'zod';
import type { ShellCallName } from './shell-channels';

export const folderPurpose = z.enum(['workspace', 'export']);
export const filePurpose = z.enum(['runbook', 'key', 'bundle']);
export const grantPurpose = z.enum([...folderPurpose.options, ...filePurpose.options]);
export type FolderPurpose = z.infer<typeof folderPurpose>;
export type FilePurpose = z.infer<typeof filePurpose>;
export type GrantPurpose = z.infer<typeof grantPurpose>;

const token = z.uuid();
/** `label` is for people (the last part of the path); null when the dialog was cancelled. */
const chosen = z.strictObject({ token, label: z.string() }).nullable();
const done = z.null();

export const themeSource = z.enum(['system', 'light', 'dark']);

const platformFacts = z.strictObject({
  platform: z.string(),
  arch: z.string(),
  /** BCP 47 language of the system, e.g. `zh-CN`. */
  locale: z.string(),
  appVersion: z.string(),
  electron: z.string(),
  chromium: z.string(),
  node: z.string(),
});
export type PlatformFacts = z.infer<typeof platformFacts>;

export const shellCalls = {
  'shell:choose-folder': { input: z.strictObject({ purpose: folderPurpose }), output: chosen },
  'shell:choose-file': { input: z.strictObject({ purpose: filePurpose }), output: chosen },
  /** Shows a folder a person has picked before in the system's file manager. */
  'shell:open-folder': { input: z.strictObject({ token }), output: done },
  'shell:notify': {
    input: z.strictObject({ title: z.string().min(1).max(80), body: z.string().max(300) }),
    output: done,
  },
  'shell:theme': { input: z.strictObject({ source: themeSource }), output: done },
  'shell:platform': { input: z.strictObject({}), output: platformFacts },
} satisfies Record<ShellCallName, { input: z.ZodType; output: z.ZodType }>;

export type ShellInput<N extends ShellCallName> = z.infer<(typeof shellCalls)[N]['input']>;
export type ShellOutput<N extends ShellCallName> = z.infer<(typeof shellCalls)[N]['output']>;

export type ShellErrorCode = 'foreign_sender' | 'bad_request' | 'not_found' | 'unavailable' | 'internal';
export interface ShellError {
  readonly code: ShellErrorCode;
  readonly message: string;
}
export type ShellReply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ShellError };

/**
 * `starting`: a new core process was started and a port to it is on its way. `down`: it ended and will be started
 * again. `given-up`: it ended too often; only a restart of the app helps.
 */
export type CoreState = 'starting' | 'down' | 'given-up';

type ShellMethod<N extends ShellCallName> = (input: ShellInput<N>) => Promise<ShellReply<ShellOutput<N>>>;

/** `window.holdpoint`, the whole surface of the preload. */
export interface HoldpointBridge {
  /**
   * Asks for a port to core. It arrives as a window message whose `data.type` is `holdpoint:port` and whose
   * `ports[0]` is the port; listen before calling. After core was restarted another such message follows unasked:
   * drop the old port, use the new one.
   */
  connect(): void;
  /** Calls the listener on each change of core's state; the returned function ends that. */
  onCoreState(listener: (state: CoreState) => void): () => void;
  readonly shell: {
    readonly chooseFolder: ShellMethod<'shell:choose-folder'>;
    readonly chooseFile: ShellMethod<'shell:choose-file'>;
    readonly openFolder: ShellMethod<'shell:open-folder'>;
    readonly notify: ShellMethod<'shell:notify'>;
    readonly theme: ShellMethod<'shell:theme'>;
    readonly platform: ShellMethod<'shell:platform'>;
  };
}
