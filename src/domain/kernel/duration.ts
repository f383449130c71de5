import { fail, ok, type Result } from './result';

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const PART = /^(\d+)(ms|s|m|h|d)/;

/** Parses `90s`, `1h30m`, `250ms` to whole milliseconds. Units: ms, s, m, h, d, in any order, no fractions. */
export function parseDuration(text: string): Result<number> {
  let rest = text.trim();
  let total = 0;
  if (rest === '') return fail('duration', 'a duration is empty; write for example 90s or 1h30m');
  while (rest !== '') {
    const part = PART.exec(rest);
    if (part === null) return fail('duration', `"${text}" is no duration; write for example 90s or 1h30m`);
    total += Number(part[1]) * UNIT_MS[part[2] as keyof typeof UNIT_MS];
    rest = rest.slice(part[0].length);
  }
  return Number.isSafeInteger(total) ? ok(total) : fail('duration', `"${text}" is too long`);
}

/** Renders milliseconds for people, largest two units: `1 h 30 m`, `6 m 40 s`, `12 s`, `250 ms`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor((seconds % 86_400) / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'm'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([n]) => n > 0);
  return parts
    .slice(first, first + 2)
    .filter(([n]) => n > 0)
    .map(([n, unit]) => `${n} ${unit}`)
    .join(' ');
}
