import type { Result } from '@domain/kernel/result';
import { CodedError } from '@ipc/rpc';

/** The value, or the failure as an error that crosses the wire with its code. */
export function orRefuse<T>(result: Result<T, { readonly code: string; readonly message: string }>): T {
  if (result.ok) return result.value;
  throw new CodedError(result.error.code, result.error.message);
}
