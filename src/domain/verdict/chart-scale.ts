/** From values and times to places on paper. */

export interface Scale {
  readonly least: number;
  readonly most: number;
  readonly ticks: readonly Tick[];
  /** Coordinate of a value. */
  readonly place: (value: number) => number;
}

export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** A scale of round steps that holds every value; `low` and `high` are the coordinates of its ends. */
export function valueScale(values: readonly number[], low: number, high: number): Scale {
  const least = Math.min(0, smallest(values));
  const greatest = values.reduce((most, value) => Math.max(most, value), least);
  const most = greatest > least ? greatest : least + 1;
  const step = roundStep((most - least) / 4);
  const from = Math.floor(least / step) * step;
  const to = Math.ceil(most / step) * step;
  const count = Math.round((to - from) / step);
  const ticks = Array.from({ length: count + 1 }, (_, i) => tickAt(from + i * step, step));
  return { least: from, most: to, ticks, place: between(from, to, low, high) };
}

const smallest = (values: readonly number[]): number =>
  values.reduce((least, value) => Math.min(least, value), values[0] ?? 0);

/** The next of 1, 2, 5, 10, 20, 50, ... that is not smaller. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough * 0.999_999) ?? 10;
  return factor * power;
}

function tickAt(value: number, step: number): Tick {
  const decimals = Math.min(20, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
  return { value, label: (Math.abs(value) < step / 2 ? 0 : value).toFixed(decimals) };
}

/** A linear map of [from, to] to [low, high]; one point of time or value sits in the middle. */
export const between =
  (from: number, to: number, low: number, high: number) =>
  (value: number): number =>
    to === from ? (low + high) / 2 : low + ((value - from) / (to - from)) * (high - low);
