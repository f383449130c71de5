/** The operator's key: what there is to choose from, and the choice. No key material passes here. */
import type { KeyCandidate } from '@ipc/contract';
import type { CallHandlers } from '@ipc/server';
import type { FoundKey } from '../signing/key-candidates';
import type { HandlerContext } from './context';
import { orRefuse } from './refuse';

export function keyCalls({
  holdpoint,
  changes,
}: HandlerContext): Pick<CallHandlers, 'keys.get' | 'keys.choose'> {
  const { keys } = holdpoint.operator;
  return {
    'keys.get': async () => {
      const candidates = await keys.candidates();
      const operator = orRefuse(await keys.chosen());
      return { operator, candidates: candidates.filter((c) => c.unusable === null).map(candidateView) };
    },
    'keys.choose': async ({ choice }) => {
      const chosen = orRefuse(await keys.choose(choice));
      changes.tell({ what: 'keys' });
      return chosen;
    },
  };
}

const candidateView = ({ id, source, type, fingerprint, comment, encrypted }: FoundKey): KeyCandidate => ({
  id,
  source,
  type,
  fingerprint,
  comment,
  encrypted,
});
