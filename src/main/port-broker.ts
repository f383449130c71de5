import { connectChannel, coreStateChannel, portChannel } from '@ipc/shell-channels';
import { ipcMain, MessageChannelMain, type WebContents } from 'electron';
import type { CoreProcess } from './core-process';
import { isOwnFrame } from './trusted-sender';

/** Joins each window that asked to core, again after each restart of core. What goes over the port is not seen here. */
export function setupPortBroker(core: CoreProcess): void {
  const connected = new Set<WebContents>();
  const join = (contents: WebContents) => {
    const { port1, port2 } = new MessageChannelMain();
    core.tell({ type: 'connect' }, [port1]);
    contents.postMessage(portChannel, null, [port2]);
  };
  ipcMain.on(connectChannel, (event) => {
    if (!isOwnFrame(event.senderFrame)) return;
    const contents = event.sender;
    if (!connected.has(contents)) contents.once('destroyed', () => connected.delete(contents));
    connected.add(contents);
    join(contents);
  });
  core.onState((state) => {
    for (const contents of connected) {
      contents.send(coreStateChannel, state);
      if (state === 'starting') join(contents);
    }
  });
}
