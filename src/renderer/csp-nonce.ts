/** The nonce of this page load, put into the page by the shell. Without it no style tag of ours is accepted. */
export function readNonce(): string {
  return document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
}

/**
 * The scroll lock of dialogs makes a style tag of its own and looks for its nonce in this global (package get-nonce).
 * Must run before the first dialog opens.
 */
export function shareNonce(nonce: string): void {
  (globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = nonce;
}
