import type { WebContents } from 'electron';

const steps: Readonly<Record<string, number>> = { '+': 1, '=': 1, '-': -1, '0': 0 };

/** Ctrl (or Cmd) with plus, minus and zero: without a menu bar nobody else listens to them. */
export function setupZoomKeys(contents: WebContents): void {
  contents.on('before-input-event', (event, input) => {
    if (input.type !== 'keyDown' || !(input.control || input.meta) || input.alt) return;
    const step = steps[input.key];
    if (step === undefined) return;
    contents.setZoomLevel(step === 0 ? 0 : Math.max(-2, Math.min(4, contents.getZoomLevel() + step)));
    event.preventDefault();
  });
}
