import { useEffect, useRef } from 'react';

/** `j` and `k` anywhere in the run move in the checklist, held down too; not while typing or with a dialog open. */
export function useStepKeys(move: (by: number) => void): void {
  const newest = useRef(move);
  newest.current = move;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
        return;
      if (isTyping(event.target) || document.querySelector('[role="dialog"]') !== null) return;
      const by = { j: 1, k: -1 }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      newest.current(by);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type="radio"]), textarea, select'));
