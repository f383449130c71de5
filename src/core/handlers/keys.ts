/** The operator's key: what there is to choose from, and the choice. No key material passes here. */
import type { CallHandlers } from '@ipc/server';
import type { HandlerContext } from './context';
import { orRefuse } from './refuse';

export function keyCalls({
  holdpoint,
  changes,
}: HandlerContext): Pick<CallHandlers, 'keys.get' | 'keys.choose'> {
  const { keys } = holdpoint.operator;
  return {
    'keys.get': async () => ({ operator: await keys.chosen(), candidates: [...(await keys.candidates())] }),
    'keys.choose': async ({ choice }) => {
      const chosen = orRefuse(await keys.choose(choice));
      changes.tell({ what: 'keys' });
      return chosen;
    },
  };
}
