import type { LucideIcon } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { useApp } from './store/app-context';

/** Sections of the palette and the shortcut list, in their order. Labels: `common:actions.section.<name>`. */
export const ACTION_SECTIONS = ['run', 'here', 'go', 'view'] as const;
export type ActionSection = (typeof ACTION_SECTIONS)[number];

/**
 * Something a person can do now. Every action is in the palette and, with `keys`, on the keyboard; show the keys in
 * place with `<KeyHint keys={...} />`.
 */
export interface AppAction {
  readonly id: string;
  /** Translated. */
  readonly label: string;
  readonly section: ActionSection;
  /** As Mantine writes hotkeys: `mod+Enter`, `R`, `shift+R`. Null: palette only. */
  readonly keys: string | null;
  readonly icon?: LucideIcon;
  /** Why it can't be done now, translated; it is then listed but does nothing. */
  readonly closed?: string | null;
  run(): void;
}

/** Offers actions while the calling component is mounted. The screen or the frame calls it; the list may change. */
export function useActions(actions: readonly AppAction[]): void {
  const owner = useId();
  const offer = useApp((s) => s.offer);
  const withdraw = useApp((s) => s.withdraw);
  const newest = useRef(actions);
  newest.current = actions;
  // Closures change with every render; what a person sees of them seldom does, and only that is offered anew.
  const visible = JSON.stringify(
    actions.map(({ id, label, section, keys, closed }) => [id, label, section, keys, closed]),
  );
  useEffect(() => {
    const runNewest = (id: string) => newest.current.find((a) => a.id === id)?.run();
    if (visible !== '')
      offer(
        owner,
        newest.current.map((a) => ({ ...a, run: () => runNewest(a.id) })),
      );
  }, [owner, offer, visible]);
  useEffect(() => () => withdraw(owner), [owner, withdraw]);
}
