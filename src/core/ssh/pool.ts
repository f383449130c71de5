/** The Connections port: one connection per target, opened once however many ask, reopened after it closed. */

import { fail, type Result } from '@domain/kernel/result';
import type { PlannedTarget } from '@domain/plan/plan';
import type { Connection, Connections, Transport } from '../ports';

interface Slot {
  /** Aborts the opening when nobody waits for it any more. */
  readonly opening: AbortController;
  readonly result: Promise<Result<Connection>>;
  /** Set once open. */
  connection: Connection | null;
  waiting: number;
}

const keyOf = (target: PlannedTarget): string =>
  JSON.stringify([target.name, target.transport, target.user, target.host, target.port]);

export function connectionPool(transport: Transport): Connections {
  const slots = new Map<string, Slot>();

  const open = (key: string, target: PlannedTarget): Slot => {
    const opening = new AbortController();
    const result = transport.connect(target, opening.signal);
    const slot: Slot = { opening, result, connection: null, waiting: 0 };
    slots.set(key, slot);
    const drop = () => {
      if (slots.get(key) === slot) slots.delete(key);
    };
    result.then((outcome) => {
      if (!outcome.ok) return drop();
      slot.connection = outcome.value;
      // Everyone gave up, or closeAll ran, in the very moment it opened.
      return opening.signal.aborted ? outcome.value.close() : undefined;
    }, drop);
    return slot;
  };

  return {
    get: (target, signal) => {
      if (signal.aborted) return Promise.resolve(cancelled(target));
      const key = keyOf(target);
      const found = slots.get(key);
      const usable =
        found !== undefined && !found.opening.signal.aborted && found.connection?.closed !== true;
      return waitFor(usable ? found : open(key, target), target, signal);
    },
    closeAll: async () => {
      const all = [...slots.values()];
      slots.clear();
      for (const slot of all) slot.opening.abort();
      await Promise.all(
        all.map(async ({ result }) => {
          const outcome = await result;
          if (outcome.ok) await outcome.value.close();
        }),
      );
    },
  };
}

const cancelled = (target: PlannedTarget) => fail('aborted', `Connecting to ${target.name} was cancelled.`);

/** One caller's abort ends only its own waiting; the opening goes on while another caller still wants it. */
async function waitFor(slot: Slot, target: PlannedTarget, signal: AbortSignal): Promise<Result<Connection>> {
  slot.waiting += 1;
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<Result<Connection>>((resolve) => {
    onAbort = () => resolve(cancelled(target));
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([slot.result, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    slot.waiting -= 1;
    if (slot.waiting === 0 && slot.connection === null) slot.opening.abort();
  }
}
