/** An instant as TRUST F2 writes it: `YYYY-MM-DDTHH:MM:SS.mmmZ`, 24 characters, always UTC. */
const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})Z$/;

// Days since 1970-01-01 of a civil date; H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export const isInstant = (text: string): boolean => INSTANT.test(text);

/** Milliseconds since 1970 of an instant. Throws on any other text: instants are made by us. */
export function instantMs(text: string): number {
  const m = INSTANT.exec(text);
  if (m === null) throw new Error(`not an instant: ${text}`);
  const [year, month, day, hour, minute, second, ms] = m.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return (((daysFromCivil(year, month, day) * 24 + hour) * 60 + minute) * 60 + second) * 1000 + ms;
}

/** Milliseconds from one instant to another; negative when the clock went back. */
export const elapsedMs = (from: string, to: string): number => instantMs(to) - instantMs(from);
