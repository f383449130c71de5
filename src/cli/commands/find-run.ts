import type { Holdpoint } from '@core/app/holdpoint';
import type { RunState } from '@domain/run/state';
import { EXIT } from '../exit-codes';
import { Stop } from '../session';

/** A run by its id, the beginning of its id, or `latest`. */
export function findRun(holdpoint: Holdpoint, name: string): RunState {
  const all = holdpoint.runs.list();
  const found = name === 'latest' ? all.slice(-1) : all.filter((s) => s.runId.startsWith(name));
  const [only] = found;
  if (only === undefined) throw new Stop(EXIT.usage, `There is no run ${name}. See: holdpoint runs`);
  if (found.length > 1)
    throw new Stop(EXIT.usage, `${name} is the beginning of ${found.length} runs; give more of the id.`);
  return only;
}
