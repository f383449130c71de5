/**
 * What the window shows, in one zustand store. It holds read-only copies of what core says, and where the person is.
 * No business rules: what may be done is asked of the domain (`availableActions`) and decided again by core.
 *
 * To add a slice: write `store/<name>.ts` with its type and a creator `(tools) => slice`, add both below. A slice sets
 * only its own keys. If it copies something from core, add how it is refreshed to `store/feed.ts`.
 */
import { createStore, type StoreApi } from 'zustand';
import type { Core } from '../bridge/client';
import type { Shell } from '../bridge/shell';
import { type ActionsSlice, actionsSlice } from './actions-slice';
import { type ConnectionSlice, connectionSlice } from './connection';
import { type LibrarySlice, librarySlice } from './library';
import { type NoticesSlice, noticesSlice } from './notices';
import { type RunsSlice, runsSlice } from './runs';
import { type SessionSlice, sessionSlice } from './session';
import { type ViewSlice, viewSlice } from './view';

export type AppState = ConnectionSlice &
  SessionSlice &
  LibrarySlice &
  RunsSlice &
  ViewSlice &
  NoticesSlice &
  ActionsSlice;

/** What a slice creator gets. `core()` is there from the first render on, connected or not. */
export interface SliceTools {
  readonly set: StoreApi<AppState>['setState'];
  readonly get: StoreApi<AppState>['getState'];
  readonly core: () => Core;
  readonly shell: Shell;
}

export type AppStore = StoreApi<AppState>;

export function createAppStore(core: () => Core, shell: Shell): AppStore {
  return createStore<AppState>((set, get) => {
    const tools: SliceTools = { set, get, core, shell };
    return {
      ...connectionSlice(tools),
      ...sessionSlice(tools),
      ...librarySlice(tools),
      ...runsSlice(tools),
      ...viewSlice(tools),
      ...noticesSlice(tools),
      ...actionsSlice(tools),
    };
  });
}
