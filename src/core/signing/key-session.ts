/** The key file that was opened last in this session, so that its passphrase is asked once. The passphrase is not kept. */

import { sha256Hex } from './digest';
import type { OpenedKey } from './key-file';
import type { KeyText } from './key-text';

export interface KeySession {
  /** The opened key, when the file still has the same content. */
  recall(file: KeyText): OpenedKey | null;
  keep(file: KeyText, opened: OpenedKey): void;
}

export function keySession(): KeySession {
  let held: { readonly digest: string; readonly opened: OpenedKey } | null = null;
  return {
    recall: (file) => (held?.digest === sha256Hex(file.text) ? held.opened : null),
    keep: (file, opened) => {
      held = { digest: sha256Hex(file.text), opened };
    },
  };
}
