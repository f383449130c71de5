/** Brings a picture of the window down to 256 colours: what it loses is steps of grey at the edges of letters. */
import { readFileSync, writeFileSync } from 'node:fs';
import { readPng, writePalettePng } from './png-chunks';

const MOST = 256;

export function withFewerColours(path: string): void {
  const { width, height, rgb } = readPng(readFileSync(path));
  const colours = Array.from({ length: width * height }, (_, pixel) => rgb.readUIntBE(pixel * 3, 3));
  const kept = mostUsed(colours);
  const nearest = new Map(kept.map((colour, index) => [colour, index]));
  const indexes = Buffer.alloc(colours.length);
  for (const [pixel, colour] of colours.entries()) {
    const index = nearest.get(colour) ?? nearestOf(kept, colour);
    nearest.set(colour, index);
    indexes[pixel] = index;
  }
  const palette = Buffer.alloc(kept.length * 3);
  for (const [index, colour] of kept.entries()) palette.writeUIntBE(colour, index * 3, 3);
  writeFileSync(path, writePalettePng(width, height, indexes, palette));
}

function mostUsed(colours: readonly number[]): readonly number[] {
  const uses = new Map<number, number>();
  for (const colour of colours) uses.set(colour, (uses.get(colour) ?? 0) + 1);
  return [...uses]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST)
    .map(([colour]) => colour);
}

function nearestOf(kept: readonly number[], colour: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, other] of kept.entries()) {
    const away = distance(colour, other);
    if (away < least) [best, least] = [index, away];
  }
  return best;
}

const distance = (a: number, b: number): number =>
  [16, 8, 0].reduce((sum, shift) => sum + (((a >> shift) & 0xff) - ((b >> shift) & 0xff)) ** 2, 0);
