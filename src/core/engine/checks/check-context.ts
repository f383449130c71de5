/** What every acceptance rule is looked at with. */
import type { Named } from '@domain/plan/plan';
import type { Outcome } from '@domain/run/outcome';
import type { Connection } from '../../ports';
import type { Attempt } from '../perform/attempt';

export interface CheckContext {
  readonly attempt: Attempt;
  readonly connection: Connection | null;
  readonly outcome: Outcome;
  /** Values the attempt itself brought. */
  readonly values: readonly Named[];
  /** Status of the answer, for http steps only. */
  readonly httpStatus: number | null;
}
