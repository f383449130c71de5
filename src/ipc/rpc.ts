/**
 * Calls and streams over one MessagePort (or anything like it): cancel, credit-based back-pressure, errors with
 * codes. Used between window and core, and by tests over a pair of plain ports. It knows no method by name.
 */

export interface PortLike {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

export interface WireError {
  readonly code: string;
  readonly message: string;
}

export type Request =
  | { readonly id: number; readonly k: 'call'; readonly m: string; readonly a: unknown }
  | { readonly id: number; readonly k: 'more'; readonly n: number }
  | { readonly id: number; readonly k: 'cancel' };

export type Response =
  | { readonly id: number; readonly k: 'ok'; readonly v: unknown }
  | { readonly id: number; readonly k: 'next'; readonly v: unknown }
  | { readonly id: number; readonly k: 'end' }
  | { readonly id: number; readonly k: 'err'; readonly e: WireError };

/** An error with a code that crosses the wire as it is; anything else arrives as `internal`. */
export class CodedError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface CallContext {
  /** Aborted when the other side cancels or goes away. */
  readonly signal: AbortSignal;
}

/** How many stream items may be under way before the reader asks for more. */
export const CREDIT = 32;
