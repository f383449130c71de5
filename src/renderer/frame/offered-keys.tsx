import { type HotkeyItem, useHotkeys } from '@mantine/hooks';
import { useApp } from '../store/app-context';

/**
 * Binds the keys of all offered actions at one place. Single letters do nothing while a person types; no key reaches
 * behind an open dialog. Of two actions with the same keys the one offered last wins, so a screen can take over.
 */
export function OfferedKeys() {
  const offered = useApp((s) => s.offered);
  const byKeys = new Map(
    [...offered.values()]
      .flat()
      .flatMap((action) => (action.keys === null ? [] : [[action.keys, action] as const])),
  );
  useHotkeys(
    [...byKeys].flatMap(([keys, action]): HotkeyItem[] =>
      spellings(keys).map((spelling) => [
        spelling,
        (event) => {
          if (isTyping(event) && !keys.startsWith('mod+')) return;
          if (dialogIsOpen() || action.closed) return;
          event.preventDefault();
          action.run();
        },
        { preventDefault: false },
      ]),
    ),
    [],
  );
  return null;
}

/** Some keyboards have the question mark on a key of its own, most with Shift. */
const spellings = (keys: string): readonly string[] => (keys === '?' ? ['?', 'shift+?'] : [keys]);

const isTyping = ({ target }: KeyboardEvent): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const dialogIsOpen = (): boolean => document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
