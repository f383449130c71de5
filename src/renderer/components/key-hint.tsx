import css from './key-hint.module.css';

const isMac = typeof navigator !== 'undefined' && /Mac/.test(navigator.platform);
const NAMES: Readonly<Record<string, string>> = {
  mod: isMac ? '⌘' : 'Ctrl',
  shift: isMac ? '⇧' : 'Shift',
  alt: isMac ? '⌥' : 'Alt',
  Escape: 'Esc',
};

/** The names on the keys of a hotkey, e.g. `mod+Enter` to `Ctrl`, `Enter`. */
export const keyNames = (keys: string): readonly string[] =>
  keys.split('+').map((key) => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key));

/**
 * A shortcut, shown beside what it does. `keys` as in `AppAction.keys`. Hidden from screen readers, so that a button's
 * name stays its word; the list of keys says them with their actions.
 */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className={css.keys} aria-hidden>
      {keyNames(keys).map((name) => (
        <kbd key={name} className={css.key}>
          {name}
        </kbd>
      ))}
    </span>
  );
}
