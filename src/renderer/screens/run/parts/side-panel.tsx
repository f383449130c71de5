import type { Recorded } from '@domain/run/event';
import type { RunState } from '@domain/run/state';
import type { Clocks as ClockValues } from '../model/clocks';
import { Clocks } from './clocks';
import { Decisions } from './decisions';
import { People } from './people';
import { Timeline } from './timeline';

interface Props {
  readonly state: RunState;
  readonly events: readonly Recorded[];
  readonly clocks: ClockValues;
}

/** Right column: time, people, decisions, what happened. */
export function SidePanel({ state, events, clocks }: Props) {
  return (
    <aside className="run-side">
      <Clocks state={state} clocks={clocks} />
      <People state={state} waitingMs={clocks.waitingMs} />
      <Decisions events={events} state={state} />
      <Timeline events={events} state={state} />
    </aside>
  );
}
