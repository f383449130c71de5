import {
  type ShellErrorCode,
  type ShellInput,
  type ShellOutput,
  type ShellReply,
  shellCalls,
} from '@ipc/shell';
import { type ShellCallName, shellCallNames } from '@ipc/shell-channels';
import {
  app,
  BrowserWindow,
  type IpcMainInvokeEvent,
  ipcMain,
  Notification,
  nativeTheme,
  shell,
} from 'electron';
import { pickFile, pickFolder } from './dialogs';
import type { Grants } from './grants';
import { logLine } from './log';
import type { ShellOptions } from './options';
import { isOwnFrame } from './trusted-sender';

type Handlers = {
  [N in ShellCallName]: (
    input: ShellInput<N>,
    window: BrowserWindow,
  ) => ShellOutput<N> | Promise<ShellOutput<N>>;
};

/** An expected failure of a call; its code and message go to the window. */
class ShellRefusal extends Error {
  constructor(
    readonly code: ShellErrorCode,
    message: string,
  ) {
    super(message);
  }
}

export function setupShellCalls(grants: Grants, options: ShellOptions): void {
  const handlers = createHandlers(grants, options);
  for (const name of shellCallNames) {
    ipcMain.handle(name, (event, input: unknown) => answer(name, handlers, event, input));
  }
}

function createHandlers(grants: Grants, { testChoose }: ShellOptions): Handlers {
  return {
    'shell:choose-folder': async ({ purpose }, window) => {
      const path = testChoose ?? (await pickFolder(window, purpose));
      return path === null ? null : grants.add(path, purpose);
    },
    'shell:choose-file': async ({ purpose }, window) => {
      const path = testChoose ?? (await pickFile(window, purpose));
      return path === null ? null : grants.add(path, purpose);
    },
    'shell:open-folder': async ({ token }) => openFolder(grants.folder(token)),
    'shell:notify': ({ title, body }) => notify(title, body),
    'shell:theme': ({ source }) => {
      nativeTheme.themeSource = source;
      return null;
    },
    'shell:platform': () => ({
      platform: process.platform,
      arch: process.arch,
      locale: app.getLocale(),
      appVersion: app.getVersion(),
      electron: process.versions.electron,
      chromium: process.versions.chrome,
      node: process.versions.node,
    }),
  };
}

async function openFolder(path: string | null): Promise<null> {
  if (path === null) throw new ShellRefusal('not_found', 'No folder was picked under this token.');
  const problem = await shell.openPath(path);
  if (problem !== '') throw new ShellRefusal('unavailable', problem);
  return null;
}

function notify(title: string, body: string): null {
  if (!Notification.isSupported()) {
    throw new ShellRefusal('unavailable', 'This system shows no notifications.');
  }
  new Notification({ title, body }).show();
  return null;
}

/** Sender, then schema, then handler; whatever happens, the window gets an envelope. */
async function answer<N extends ShellCallName>(
  name: N,
  handlers: Handlers,
  event: IpcMainInvokeEvent,
  raw: unknown,
): Promise<ShellReply<ShellOutput<N>>> {
  const window = BrowserWindow.fromWebContents(event.sender);
  if (!isOwnFrame(event.senderFrame) || !window)
    return refused('foreign_sender', 'Only the app may ask this.');
  const input = shellCalls[name].input.safeParse(raw);
  if (!input.success) return refused('bad_request', `${name} was asked with an input it does not take.`);
  try {
    return { ok: true, value: await handlers[name](input.data as ShellInput<N>, window) };
  } catch (error) {
    if (error instanceof ShellRefusal) return refused(error.code, error.message);
    logLine('shell', `${name}: ${(error as Error).stack}`);
    return refused('internal', `${name} failed.`);
  }
}

function refused(
  code: ShellErrorCode,
  message: string,
): { ok: false; error: { code: ShellErrorCode; message: string } } {
  return { ok: false, error: { code, message } };
}
