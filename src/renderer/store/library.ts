import type { CallOutput } from '@ipc/contract';
import type { SliceTools } from './store';

export type Workspace = CallOutput<'workspace.get'>;
export type Practice = CallOutput<'practice.status'>;

/** The open workspace with its runbooks, and the practice target. Null until core has answered. */
export interface LibrarySlice {
  readonly workspace: Workspace | null;
  readonly practice: Practice | null;
  loadWorkspace(): Promise<void>;
  loadPractice(): Promise<void>;
}

export const librarySlice = ({ set, get, core }: SliceTools): LibrarySlice => ({
  workspace: null,
  practice: null,
  loadWorkspace: async () =>
    get().take(await core().ask('workspace.get', {}), (workspace) => set({ workspace })),
  loadPractice: async () =>
    get().take(await core().ask('practice.status', {}), (practice) => set({ practice })),
});
