/** `npm ci` refuses a lockfile with a hole. npm writes one when a registry lacks a package for another platform. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

interface Locked {
  readonly integrity?: string;
  readonly os?: readonly string[];
  readonly libc?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const file = join(import.meta.dirname, '../../../package-lock.json');
const packages: Readonly<Record<string, Locked>> = JSON.parse(readFileSync(file, 'utf8')).packages;

/** Looks where Node would: in the package's own folder, then in each one above. */
function resolves(from: string, name: string): boolean {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    if (`${base === '' ? '' : `${base}/`}node_modules/${name}` in packages) return true;
    if (base === '') return false;
  }
}

it('the lockfile holds every package that another one asks for', () => {
  const holes = Object.entries(packages).flatMap(([from, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !resolves(from, name))
      .map((name) => `${from} asks for ${name}`),
  );
  expect(holes).toEqual([]);
});

it('every package for Linux on glibc is locked to its bytes', () => {
  const loose = Object.entries(packages)
    .filter(([name, { os, libc }]) => {
      const ours = (os?.includes('linux') ?? true) && (libc?.includes('glibc') ?? true);
      return name !== '' && ours;
    })
    .filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))
    .map(([name]) => name);
  expect(loose).toEqual([]);
});
