/** Measured numbers as they are stored: plain decimals. What is judged is exactly what is written down. */

const SIGNIFICANT = 6;

/**
 * Six significant digits where there is a fraction, whole numbers whole: `0.0812346`, `123.457`, `1234568`.
 * Never an exponent, never `-0`. Null for NaN and infinity, which are no values.
 */
export function plainDecimal(value: number): string | null {
  if (!Number.isFinite(value)) return null;
  if (Number.isInteger(value)) return BigInt(value).toString();
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  const decimals = Math.min(100, Math.max(0, SIGNIFICANT - 1 - magnitude));
  const text = value.toFixed(decimals); // never an exponent here: from 2^53 on every number is whole
  const trimmed = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return trimmed === '-0' ? '0' : trimmed;
}
