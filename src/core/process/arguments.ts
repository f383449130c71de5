import { parseArgs } from 'node:util';
import { z } from 'zod';

const coreArguments = z.object({
  'data-dir': z.string().min(1),
  'app-root': z.string().min(1),
  'owner-pid': z.coerce.number().int().positive(),
});

export interface CoreArguments {
  readonly dataDir: string;
  readonly appRoot: string;
  /** The shell's process: what belongs to the app ends with it. */
  readonly ownerPid: number;
}

/** What the shell passes. Throws on anything else: the shell is ours. */
export function coreArgumentsOf(argv: readonly string[]): CoreArguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      'data-dir': { type: 'string' },
      'app-root': { type: 'string' },
      'owner-pid': { type: 'string' },
    },
  });
  const parsed = coreArguments.parse(values);
  return { dataDir: parsed['data-dir'], appRoot: parsed['app-root'], ownerPid: parsed['owner-pid'] };
}
