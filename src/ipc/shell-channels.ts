/** Names only, so that the sandboxed preload can carry them without a schema library. */

/** Calls from the window to the shell. Each has a schema in `shell.ts`; there is no generic call. */
export const shellCallNames = [
  'shell:choose-folder',
  'shell:choose-file',
  'shell:open-folder',
  'shell:notify',
  'shell:theme',
  'shell:platform',
] as const;
export type ShellCallName = (typeof shellCallNames)[number];

/** Window to shell: give me a port to core. */
export const connectChannel = 'shell:connect';
/** Shell to window: the port, transferred with the message. */
export const portChannel = 'shell:port';
/** Shell to window: how core is doing. */
export const coreStateChannel = 'shell:core-state';

/** `data.type` of the window message with which the preload hands the port to the page. */
export const portMessage = 'holdpoint:port';
