/** Run events as ledger entries and back. The kind stands in the line, the rest in the payload. */
import { type Recorded, type RunEvent, runEvent } from '@domain/run/event';
import type { LedgerDraft, LedgerEntry } from '../ports';

export function toDraft({ kind, ...payload }: RunEvent): LedgerDraft {
  // Optional fields that are absent must not be there at all: canonical documents know no undefined.
  return { kind, payload: JSON.parse(JSON.stringify(payload)) };
}

const RUN_KINDS: ReadonlySet<string> = new Set(runEvent.options.map((o) => o.shape.kind.value));

/** The event of an entry, null when the entry is no run event. Throws on a run event of unknown shape. */
export function fromEntry(entry: LedgerEntry): Recorded | null {
  if (!RUN_KINDS.has(entry.kind)) return null;
  const payload: unknown = JSON.parse(new TextDecoder().decode(entry.payload));
  const parsed = runEvent.safeParse({ kind: entry.kind, ...(payload as object) });
  if (!parsed.success) {
    throw new Error(`ledger entry ${entry.seq} (${entry.kind}) has a shape this version does not know`, {
      cause: parsed.error,
    });
  }
  return { seq: entry.seq, at: entry.at, event: parsed.data };
}

export function* recordedEvents(entries: Iterable<LedgerEntry>): Generator<Recorded> {
  for (const entry of entries) {
    const recorded = fromEntry(entry);
    if (recorded !== null) yield recorded;
  }
}
