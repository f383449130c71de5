import type { Ending } from '@domain/run/command';

/** How an attempt ended, before it is said how long it took. */
export type Measured = Omit<Ending, 'durationMs'>;
