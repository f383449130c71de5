import type { NodeRunner } from '../practice/types';

/** Starts further Node programs with the executable of this one; Electron's is Node only when it is told so. */
export const thisNode = (): NodeRunner => ({
  command: process.execPath,
  args: [],
  env: process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' },
});
