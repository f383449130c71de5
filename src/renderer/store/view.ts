import type { RunKind } from '@domain/plan/plan';
import type { SliceTools } from './store';

/** Values a runbook's form starts with, when another screen opened it for a purpose. */
export interface Preset {
  readonly environment: string;
  readonly kind: RunKind;
  readonly inputs: Readonly<Record<string, string>>;
}

/** Where the person is. There is no router: one window, one place. */
export type View =
  | { readonly screen: 'home' }
  | { readonly screen: 'runbooks'; readonly ref: string | null; readonly preset: Preset | null }
  | { readonly screen: 'run'; readonly runId: string }
  | { readonly screen: 'records'; readonly runId: string | null }
  | { readonly screen: 'settings' };

export type ScreenName = View['screen'];

/** At most one dialog of the frame is open. Screens keep their own dialogs. */
export type FrameDialog = 'shortcuts' | 'operator-key' | null;

export interface ViewSlice {
  readonly view: View;
  readonly dialog: FrameDialog;
  go(view: View): void;
  openDialog(dialog: FrameDialog): void;
}

export const viewSlice = ({ set }: SliceTools): ViewSlice => ({
  view: { screen: 'home' },
  dialog: null,
  go: (view) => set({ view }),
  openDialog: (dialog) => set({ dialog }),
});
