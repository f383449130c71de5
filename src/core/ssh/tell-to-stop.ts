import type { Client, ClientChannel } from 'ssh2';

interface Internals {
  readonly _protocol?: { signal?: (channel: number, name: string) => void };
}

/**
 * Sends TERM to the command's process group (RFC 4254, 6.9; OpenSSH since 7.9). ssh2's own `signal()` does nothing
 * once stdin has ended, so this goes one layer below, and does nothing when that layer looks different.
 * ssh2 1.17.0, 2026-11.
 */
export function tellToStop(client: Client, channel: ClientChannel): void {
  const protocol = (client as unknown as Internals)._protocol;
  const { id, state } = channel.outgoing as { id?: unknown; state?: unknown };
  const usable = typeof id === 'number' && (state === 'open' || state === 'eof');
  if (usable && typeof protocol?.signal === 'function') protocol.signal(id, 'TERM');
}
