/** Colours and weights of ECMA-48 SGR as class names. Unknown parameters change nothing. */

export interface SgrStyle {
  readonly fg: string | null;
  readonly bg: string | null;
  readonly attributes: readonly string[];
}

export const PLAIN: SgrStyle = { fg: null, bg: null, attributes: [] };

const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
// 8 (conceal) is left out on purpose: output never hides itself.
const ON: Readonly<Record<number, string>> = {
  1: 'bold',
  2: 'dim',
  3: 'italic',
  4: 'underline',
  7: 'inverse',
  9: 'strike',
};
const OFF: Readonly<Record<number, readonly string[]>> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  29: ['strike'],
};

/** The style after the parameters of one `ESC [ ... m`. An empty list resets, as `ESC [ m` does. */
export function applySgr(style: SgrStyle, parameters: readonly number[]): SgrStyle {
  let next = style;
  const queue = parameters.length === 0 ? [0] : [...parameters];
  while (queue.length > 0) next = applyOne(next, queue.shift() as number, queue);
  return next;
}

function applyOne(style: SgrStyle, code: number, rest: number[]): SgrStyle {
  if (code === 0) return PLAIN;
  if (code === 39) return { ...style, fg: null };
  if (code === 49) return { ...style, bg: null };
  if (code === 38 || code === 48) {
    const colour = extended(rest);
    return code === 38 ? { ...style, fg: colour } : { ...style, bg: colour };
  }
  const basic = basicColour(code);
  if (basic !== null)
    return basic.ground === 'fg' ? { ...style, fg: basic.name } : { ...style, bg: basic.name };
  const on = ON[code];
  if (on !== undefined) return { ...style, attributes: [...style.attributes.filter((a) => a !== on), on] };
  const off = OFF[code];
  return off === undefined
    ? style
    : { ...style, attributes: style.attributes.filter((a) => !off.includes(a)) };
}

function basicColour(code: number): { readonly ground: 'fg' | 'bg'; readonly name: string } | null {
  for (const [base, ground] of [
    [30, 'fg'],
    [90, 'fg'],
    [40, 'bg'],
    [100, 'bg'],
  ] as const) {
    const name = COLOURS[code - base];
    if (name !== undefined) return { ground, name };
  }
  return null;
}

/** `5;n` and `2;r;g;b`, brought down to the eight names the theme keeps readable. */
function extended(rest: number[]): string | null {
  const mode = rest.shift();
  if (mode === 2) return nearest(rest.splice(0, 3));
  if (mode !== 5) return null;
  const index = rest.shift() ?? -1;
  if (index < 0 || index > 255) return null;
  if (index < 16) return COLOURS[index % 8] ?? null;
  if (index >= 232) return nearest([(index - 232) * 10, (index - 232) * 10, (index - 232) * 10]);
  const cube = index - 16;
  return nearest([Math.floor(cube / 36) * 51, (Math.floor(cube / 6) % 6) * 51, (cube % 6) * 51]);
}

function nearest(rgb: readonly number[]): string | null {
  const strongest = Math.max(...rgb, 64);
  const bits = rgb
    .map((part, bit) => (part > strongest * 0.6 ? 1 << bit : 0))
    .reduce((sum, bit) => sum + bit, 0);
  return COLOURS[bits] ?? null;
}
