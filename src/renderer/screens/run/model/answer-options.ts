/** The answers a question takes, each with the key that gives it. */
import type { Interruption } from '@domain/run/state';

export interface AnswerOption {
  readonly value: string;
  /** Lower-case letter or digit shown on the button. */
  readonly key: string;
  readonly needsReason: boolean;
}

const YES: readonly string[] = ['yes', 'go'];
const NO: readonly string[] = ['no', 'no-go'];

/**
 * `y` and `n` for yes and no, `r` for the way back as everywhere, digits for the rest. A question that takes typed
 * text (a production name, an input) has no keys: a single letter must never confirm production.
 */
export function answerOptions(asked: Interruption): readonly AnswerOption[] {
  if (asked.kind === 'confirm' || asked.freeText) return [];
  let digit = 0;
  return asked.options.map(({ value, needs_reason }) => {
    if (YES.includes(value)) return { value, key: 'y', needsReason: needs_reason };
    if (NO.includes(value)) return { value, key: 'n', needsReason: needs_reason };
    if (value === 'rollback') return { value, key: 'r', needsReason: needs_reason };
    digit += 1;
    return { value, key: String(digit), needsReason: needs_reason };
  });
}

/** The name that confirms production, null for any other question. */
export const confirmName = (asked: Interruption): string | null =>
  asked.kind === 'confirm' ? (asked.options[0]?.value ?? null) : null;
