/** When the data folder could not be opened: every question is answered with the reason. */
import type { Failure } from '@domain/kernel/result';
import { calls, streams } from '@ipc/contract';
import { CodedError } from '@ipc/rpc';
import type { Handlers } from '@ipc/server';

export function failedHandlers({ code, message }: Failure): Handlers {
  const refuse = () => {
    throw new CodedError(code, message);
  };
  const all = (names: object) => Object.fromEntries(Object.keys(names).map((name) => [name, refuse]));
  return { calls: all(calls), streams: all(streams) } as unknown as Handlers;
}
