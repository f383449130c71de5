/** Runs one command on a channel of its own. Bytes in, bytes out; the outcome says only what is known. */
import type { Outcome } from '@domain/run/outcome';
import type { Client, ClientChannel } from 'ssh2';
import { isLetGo } from '../exec/let-go';
import type { ExecRequest } from '../ports';
import { lost, refused, textOf } from './failure';
import type { ConnectionLife } from './life';
import { tellToStop } from './tell-to-stop';

/** Rejects only when a sink of the request throws, which is a bug or a full disk of ours. */
export function execOn(client: Client, life: ConnectionLife, request: ExecRequest): Promise<Outcome> {
  const { signal, timeoutMs } = request;
  if (signal.aborted) return Promise.resolve(refused('aborted', 'stopped before the command was sent'));
  return new Promise((resolve, reject) => {
    let settled = false;
    let channel: ClientChannel | null = null;
    const finish = (end: () => void) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      end();
    };
    const leave = (outcome: Outcome, tell: boolean) =>
      finish(() => {
        if (channel !== null) abandon(client, channel, tell);
        resolve(outcome);
      });
    const onAbort = () => leave(lost(abortText(signal)), !isLetGo(signal));
    const timer = setTimeout(() => leave({ kind: 'timed_out', after_ms: timeoutMs }, true), timeoutMs);
    signal.addEventListener('abort', onAbort, { once: true });

    const deliver = (sink: (chunk: Uint8Array) => void) => (chunk: Buffer) => {
      if (settled) return;
      try {
        sink(chunk);
      } catch (error) {
        finish(() => {
          if (channel !== null) abandon(client, channel, true);
          reject(error instanceof Error ? error : new Error(textOf(error)));
        });
      }
    };
    const onOpen = (error: Error | undefined, opened: ClientChannel) => {
      if (error) return finish(() => resolve(notOpened(error, life)));
      channel = opened;
      if (settled) return abandon(client, opened, true);
      opened.on('data', deliver(request.onStdout));
      opened.stderr.on('data', deliver(request.onStderr));
      ended(opened, life)
        .then((outcome) => finish(() => resolve(outcome)))
        .catch(reject);
      opened.end(request.stdin);
    };
    try {
      client.exec(request.command, onOpen);
    } catch (error) {
      finish(() =>
        resolve(refused('not_connected', `the connection is gone: ${life.reason ?? textOf(error)}`)),
      );
    }
  });
}

/**
 * Waits for the close of both streams: ssh2 closes the channel at the end of stdout, while stderr may still hold
 * bytes. A close without an exit event means the connection or the server went away: lost, never success.
 */
async function ended(channel: ClientChannel, life: ConnectionLife): Promise<Outcome> {
  let exit: Outcome | null = null;
  channel.on('exit', (code: number | null, signalName?: string) => {
    if (typeof code === 'number') exit = { kind: 'exited', code };
    else if (signalName !== undefined) exit = { kind: 'signalled', signal: signalName };
  });
  channel.on('error', () => undefined); // a write after the far end has closed; the close event follows
  await Promise.all([
    new Promise<void>((resolve) => channel.on('close', () => resolve())),
    new Promise<void>((resolve) => channel.stderr.on('close', () => resolve())),
  ]);
  return exit ?? lost(life.reason ?? 'the server closed the channel without an exit status');
}

/** ssh2 gives channel-open failures a `reason`; without one, only a living connection proves that nothing ran. */
function notOpened(error: Error & { reason?: unknown }, life: ConnectionLife): Outcome {
  if (error.reason !== undefined)
    return refused('channel_refused', `the server opened no channel: ${error.message}`);
  if (life.closed) return lost(life.reason ?? error.message);
  return refused('exec_refused', `the server refused to run the command: ${error.message}`);
}

function abandon(client: Client, channel: ClientChannel, tell: boolean): void {
  channel.resume(); // unread data would hold the close back
  channel.stderr.resume();
  if (tell) tellToStop(client, channel);
  channel.close();
}

const abortText = (signal: AbortSignal): string =>
  isLetGo(signal)
    ? 'let go by the caller'
    : `stopped here${typeof signal.reason === 'string' ? ` (${signal.reason})` : ''}; the command was asked to stop (TERM) and may still run`;
