/** The only code between the page and Electron: named calls, and the port to core handed over. No logic. */
import type { HoldpointBridge } from '@ipc/shell';
import { connectChannel, coreStateChannel, portChannel, portMessage } from '@ipc/shell-channels';
import { contextBridge, ipcRenderer } from 'electron';

// A port cannot cross contextBridge; a window message to our own origin can carry it.
ipcRenderer.on(portChannel, (event) => {
  window.postMessage({ type: portMessage }, window.location.origin, [...event.ports]);
});

const bridge: HoldpointBridge = {
  connect: () => ipcRenderer.send(connectChannel),
  onCoreState: (listener) => {
    const forward = (_event: unknown, state: Parameters<typeof listener>[0]) => listener(state);
    ipcRenderer.on(coreStateChannel, forward);
    return () => ipcRenderer.off(coreStateChannel, forward);
  },
  shell: {
    chooseFolder: (input) => ipcRenderer.invoke('shell:choose-folder', input),
    chooseFile: (input) => ipcRenderer.invoke('shell:choose-file', input),
    openFolder: (input) => ipcRenderer.invoke('shell:open-folder', input),
    notify: (input) => ipcRenderer.invoke('shell:notify', input),
    theme: (input) => ipcRenderer.invoke('shell:theme', input),
    platform: (input) => ipcRenderer.invoke('shell:platform', input),
  },
};

contextBridge.exposeInMainWorld('holdpoint', bridge);
