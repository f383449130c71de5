/** Packs a release of the order service from its sources under `resources/practice`. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { gzipStored, type TarFile, tar } from './tar';

/** The release that serves when a practice starts, and those an operator can roll out. */
export const INSTALLED = '1.4.2';
export const OFFERED = ['1.5.0', '1.5.1'] as const;

const releaseFile = z.strictObject({ version: z.string(), migrations: z.array(z.string()) });

// What a release shares with the tools around it; it carries its own copy.
const SHARED = ['lifeline.mjs', 'metrics.mjs', 'sqlite.mjs'];

function filesOf(folder: string, prefix = ''): TarFile[] {
  return readdirSync(folder).map((name) => ({
    path: `${prefix}${name}`,
    content: readFileSync(join(folder, name)),
  }));
}

function migrationFiles(folder: string, names: readonly string[]): TarFile[] {
  return names
    .flatMap((name) => [`${name}.up.sql`, `${name}.down.sql`])
    .map((name) => ({ path: `migrations/${name}`, content: readFileSync(join(folder, name)) }));
}

/** The tar.gz of one release: the same bytes for the same sources. Throws when the release is unknown. */
export function packRelease(resourcesDir: string, version: string): Buffer {
  const practice = join(resourcesDir, 'practice');
  const release = filesOf(join(practice, 'orders', 'releases', version));
  const facts = release.find((file) => file.path === 'release.json');
  if (facts === undefined) throw new Error(`release ${version} has no release.json`);
  const { migrations } = releaseFile.parse(JSON.parse(facts.content.toString('utf8')));
  const files = [
    ...filesOf(join(practice, 'orders', 'common')),
    ...filesOf(join(practice, 'lib')).filter((file) => SHARED.includes(file.path)),
    ...migrationFiles(join(practice, 'orders', 'migrations'), migrations),
    ...release,
  ];
  return gzipStored(tar(files.toSorted((a, b) => (a.path < b.path ? -1 : 1))));
}

/** Writes `orders-<version>.tar.gz` for every offered release, and `SHA256SUMS` as sha256sum prints it. */
export function writeArtifacts(resourcesDir: string, outDir: string): void {
  mkdirSync(outDir, { recursive: true });
  const sums = OFFERED.map((version) => {
    const bytes = packRelease(resourcesDir, version);
    writeFileSync(join(outDir, `orders-${version}.tar.gz`), bytes);
    return `${createHash('sha256').update(bytes).digest('hex')}  orders-${version}.tar.gz\n`;
  });
  writeFileSync(join(outDir, 'SHA256SUMS'), sums.join(''));
}
