import type { AppAction } from '../actions';
import type { SliceTools } from './store';

/** Actions that can be taken now, by the component that offers them. The palette and the keys read this. */
export interface ActionsSlice {
  readonly offered: ReadonlyMap<string, readonly AppAction[]>;
  offer(owner: string, actions: readonly AppAction[]): void;
  withdraw(owner: string): void;
}

export const actionsSlice = ({ set, get }: SliceTools): ActionsSlice => ({
  offered: new Map(),
  offer: (owner, actions) => set({ offered: new Map([...get().offered, [owner, actions]]) }),
  withdraw: (owner) => set({ offered: new Map([...get().offered].filter(([key]) => key !== owner)) }),
});
