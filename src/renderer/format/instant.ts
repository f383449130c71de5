/** Instants and spans for people, in the language of the window and the time zone of this machine. */

/** `2026-11-02T21:53:04.120Z` to date and time to the minute. The text itself when it is no instant. */
export const formatInstant = (instant: string, language: string): string =>
  format(instant, language, { dateStyle: 'medium', timeStyle: 'short' });

/** Time of day to the second, for timelines within a run. */
export const formatTime = (instant: string, language: string): string =>
  format(instant, language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

function format(instant: string, language: string, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return new Intl.DateTimeFormat(language, { hourCycle: 'h23', ...options }).format(date);
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** The largest two units of a span in ms: `6 min, 40 sec`, `6分钟40秒`. Below a second: milliseconds. */
export function formatSpan(ms: number, language: string): string {
  const sign = ms < 0 ? '-' : '';
  const whole = Math.abs(ms) < 1000 ? Math.abs(ms) : Math.round(Math.abs(ms) / 1000) * 1000;
  const first = UNITS.findIndex(([, size]) => whole >= size);
  if (first < 0) return sign + unit(Math.round(whole), 'millisecond', language);
  let rest = whole;
  const parts = UNITS.slice(first, first + 2).map(([name, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return { name, count };
  });
  const shown = parts.filter(({ count }) => count > 0).map(({ name, count }) => unit(count, name, language));
  return sign + shown.join(language.startsWith('zh') ? '' : ' ');
}

const unit = (count: number, name: string, language: string): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'short' }).format(count);

/** Bytes in binary units, one decimal at most: `1.5 MiB`. */
export function formatBytes(bytes: number, language: string): string {
  const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let index = 0;
  while (value >= 1024 && index < names.length - 1) {
    value /= 1024;
    index += 1;
  }
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value)} ${names[index]}`;
}
