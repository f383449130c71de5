/** Numbers of the Prometheus text format: what Go's ParseFloat reads, without hexadecimal and underscores. */

import { parseDecimal } from '@domain/verdict/decimal';

const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const INFINITE = /^[+-]?inf(inity)?$/i;
const NOT_A_NUMBER = /^[+-]?nan$/i;
const TIMESTAMP = /^-?\d+(\.\d*)?([eE][+-]?\d+)?$/;

/** The number, which may be NaN or infinite; null when the text is none. The empty text is none. */
export function parsePromNumber(text: string): number | null {
  const decimal = parseDecimal(text);
  if (decimal !== null) return decimal;
  if (PLAIN.test(text)) return Number(text);
  if (NOT_A_NUMBER.test(text)) return Number.NaN;
  if (!INFINITE.test(text)) return null;
  return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Milliseconds in Prometheus text, seconds with a fraction in OpenMetrics; either is skipped, so both will do. */
export const isTimestamp = (text: string): boolean => TIMESTAMP.test(text);
