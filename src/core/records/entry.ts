/** Ledger payloads as documents. */
import type { JsonObject } from '@domain/kernel/json';

/** The payload as an object; empty for one that is none, which then belongs to no run. */
export function entryDocument(payload: Uint8Array): JsonObject {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
  } catch {
    // Payloads of a bundle are hostile input; what is no JSON has no fields.
    return {};
  }
}

/** The run an entry belongs to, null for entries of the ledger itself. */
export const entryRun = (document: JsonObject): string | null =>
  typeof document.run_id === 'string' ? document.run_id : null;
