/** Numbers as they stand in samples and limits: decimals as text, never NaN, never infinite, never an exponent. */

const ZERO = 48;
const NINE = 57;
const MINUS = 45;
const DOT = 46;
/** Powers of ten that a double holds exactly, so that one division rounds correctly (Clinger's fast path). */
const POWERS = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
/** This many digits always fit in 2^53. */
const EXACT_DIGITS = 15;

/**
 * The number a decimal text names, null when the text is none: empty, `NaN`, `Infinity`, `1e5`, `.5`, `1.`,
 * or so long that it overflows. The same language as `decimal` in the plan, without its regular expression,
 * because a day of samples is re-judged in milliseconds.
 */
export function parseDecimal(text: string): number | null {
  const start = text.charCodeAt(0) === MINUS ? 1 : 0;
  let mantissa = 0;
  let dot = -1;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) mantissa = mantissa * 10 + (code - ZERO);
    else if (code === DOT && dot < 0 && at > start) dot = at;
    else return null;
  }
  if (text.length === start || dot === text.length - 1) return null;
  if (text.length - start > EXACT_DIGITS) return finite(Number(text));
  const value = dot < 0 ? mantissa : mantissa / (POWERS[text.length - 1 - dot] ?? 1);
  return start === 1 ? -value : value;
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
