/** Words of the file to words of the plan. The schema has checked their form, so a miss here is a bug. */
import { parseDuration } from '../kernel/duration';
import type { LocalText } from '../plan/plan';
import type { Text } from './schema';

export function localText(text: Text): LocalText {
  if (typeof text === 'string') return { en: text };
  const chinese = text['zh-CN'];
  return chinese === undefined ? { en: text.en } : { en: text.en, zh_cn: chinese };
}

export function milliseconds(text: string): number {
  const parsed = parseDuration(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1000,
  MB: 1000 ** 2,
  GB: 1000 ** 3,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

export function bytes(size: string | number): number {
  if (typeof size === 'number') return size;
  const match = /^(\d+)(\D+)$/.exec(size);
  const unit = UNITS[match?.[2] ?? ''];
  if (match === null || unit === undefined) throw new Error(`not a size: ${size}`);
  return Number(match[1]) * unit;
}

/** A number as the plan writes it: decimal digits, never an exponent. */
export function decimalText(value: number): string {
  const text = String(value === 0 ? 0 : value);
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign, whole, fraction = '', exponent] = match as unknown as [
    string,
    string,
    string,
    string?,
    string?,
  ];
  const digits = `${whole}${fraction}`;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits}${'0'.repeat(point - digits.length)}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
