import type { FilePurpose, FolderPurpose } from '@ipc/shell';
import { type BrowserWindow, dialog, type FileFilter } from 'electron';

const filters: Readonly<Record<FilePurpose, FileFilter[]>> = {
  runbook: [{ name: 'YAML', extensions: ['yaml', 'yml'] }],
  // Private keys have no extension of their own, so everything is offered.
  key: [],
  bundle: [{ name: 'ZIP', extensions: ['zip'] }],
};

/** The picked folder, or null when the person cancelled. */
export async function pickFolder(parent: BrowserWindow, purpose: FolderPurpose): Promise<string | null> {
  const answer = await dialog.showOpenDialog(parent, {
    properties: purpose === 'export' ? ['openDirectory', 'createDirectory'] : ['openDirectory'],
  });
  return answer.canceled ? null : (answer.filePaths[0] ?? null);
}

/** The picked file, or null when the person cancelled. */
export async function pickFile(parent: BrowserWindow, purpose: FilePurpose): Promise<string | null> {
  const answer = await dialog.showOpenDialog(parent, {
    properties: purpose === 'key' ? ['openFile', 'showHiddenFiles'] : ['openFile'],
    filters: filters[purpose],
  });
  return answer.canceled ? null : (answer.filePaths[0] ?? null);
}
