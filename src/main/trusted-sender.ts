import type { WebFrameMain } from 'electron';
import { appOrigin } from './protocol';

/** Only the top frame of our own page may ask anything. A frame that is gone (null) may not either. */
export function isOwnFrame(frame: WebFrameMain | null): boolean {
  return frame !== null && frame.parent === null && frame.origin === appOrigin;
}
