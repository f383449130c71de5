/** How an attempt ended, as a key of the texts and its values. */
import type { Outcome } from '@domain/run/outcome';

export interface OutcomeText {
  readonly key: `outcome.${Outcome['kind']}`;
  readonly values: {
    readonly code: number;
    readonly signal: string;
    readonly after: string;
    readonly why: string;
  };
}

export function outcomeText(outcome: Outcome, duration: (ms: number) => string): OutcomeText {
  return {
    key: `outcome.${outcome.kind}`,
    values: {
      code: outcome.kind === 'exited' ? outcome.code : Number.NaN,
      signal: outcome.kind === 'signalled' ? outcome.signal : '',
      after: outcome.kind === 'timed_out' ? duration(outcome.after_ms) : '',
      why: outcome.kind === 'lost' || outcome.kind === 'refused' ? outcome.why : '',
    },
  };
}
