/** Events as lines of the timeline, newest first. Samples are left to the chart. */
import type { Recorded, RunEvent } from '@domain/run/event';

export const TIMELINE_FILTERS = ['all', 'people', 'steps', 'problems'] as const;
export type TimelineFilter = (typeof TIMELINE_FILTERS)[number];

export type TimelineEntry = Recorded;

export const timelineOf = (events: readonly Recorded[], filter: TimelineFilter): readonly TimelineEntry[] =>
  events
    .filter(({ event }) => event.kind !== 'observe.sample' && event.kind !== 'step.started')
    .filter(({ event }) => matches(event, filter))
    .toReversed();

function matches(event: RunEvent, filter: TimelineFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'people':
      return 'by' in event;
    case 'steps':
      return event.kind.startsWith('step.') || event.kind.startsWith('stage.');
    case 'problems':
      return isProblem(event);
  }
}

export function isProblem(event: RunEvent): boolean {
  if (event.kind === 'step.done') return event.status === 'failed';
  if (event.kind === 'observe.verdict') return event.verdict.outcome !== 'pass';
  if (event.kind === 'run.close') return event.result !== 'released';
  return event.kind === 'step.unknown' || event.kind === 'step.blocked' || event.kind === 'rollback.begun';
}

/** What people (and the policy in their place) decided, newest first. */
export const decisionsOf = (events: readonly Recorded[]): readonly TimelineEntry[] =>
  events
    .filter(
      ({ event }) =>
        event.kind === 'gate.decision' ||
        event.kind === 'rollback.begun' ||
        event.kind === 'run.paused' ||
        (event.kind === 'run.close' && event.result === 'stopped'),
    )
    .toReversed();
