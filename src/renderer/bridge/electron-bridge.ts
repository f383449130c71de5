/** The only user of `window.holdpoint`: turns the shell's replies into plain promises and its messages into ports. */
import type { HoldpointBridge, ShellReply } from '@ipc/shell';
import { portMessage } from '@ipc/shell-channels';
import { portLike } from './message-port';
import type { Bridge, CoreLink } from './shell';

/** Undefined outside Electron, where there is no shell to talk to. */
export function electronBridge(): Bridge | undefined {
  const exposed = (window as { holdpoint?: HoldpointBridge }).holdpoint;
  if (exposed === undefined) return undefined;
  const { shell } = exposed;
  return {
    shell: {
      chooseFolder: async (purpose) => unwrap(await shell.chooseFolder({ purpose })),
      chooseFile: async (purpose) => unwrap(await shell.chooseFile({ purpose })),
      openFolder: async (token) => void unwrap(await shell.openFolder({ token })),
      notify: async (title, body) =>
        void unwrap(await shell.notify({ title: title.slice(0, 80), body: body.slice(0, 300) })),
      setTheme: async (source) => void unwrap(await shell.theme({ source })),
    },
    core: coreLink(exposed),
    systemLanguage: navigator.language,
  };
}

const coreLink = (exposed: HoldpointBridge): CoreLink => ({
  connect: (onPort, onState) => {
    window.addEventListener('message', (event) => {
      const port = event.ports[0];
      const ours = event.origin === window.location.origin && event.data?.type === portMessage;
      if (ours && port !== undefined) onPort(portLike(port));
    });
    exposed.onCoreState(onState);
    exposed.connect();
  },
});

function unwrap<T>(reply: ShellReply<T>): T {
  if (reply.ok) return reply.value;
  throw new Error(reply.error.message);
}
