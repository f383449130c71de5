/** What handlers share: the opened core and the few things only a window process has. */

import type { StreamItem } from '@ipc/contract';
import type { Holdpoint } from '../app/holdpoint';
import type { Notifier } from '../system/notifier';

/** Places people chose in native dialogs: the window knows the token, core the path. */
export type Grants = Map<string, { readonly path: string; readonly purpose: string }>;

export interface HandlerContext {
  readonly holdpoint: Holdpoint;
  readonly grants: Grants;
  readonly changes: Notifier<StreamItem<'app.changes'>>;
  /** The folder of the open workspace; changes when a person opens another. */
  workspaceFolder(): string;
  openWorkspace(folder: string): void;
}
