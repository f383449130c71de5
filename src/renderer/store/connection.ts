import type { LinkState } from '../bridge/client';
import type { SliceTools } from './store';

export interface ConnectionSlice {
  readonly link: LinkState;
  /** Counts connections to core. Streams are opened anew when it changes; 0 before the first. */
  readonly connection: number;
  setLink(link: LinkState): void;
}

export const connectionSlice = ({ set, get }: SliceTools): ConnectionSlice => ({
  link: 'connecting',
  connection: 0,
  setLink: (link) => set({ link, connection: get().connection + (link === 'ready' ? 1 : 0) }),
});
