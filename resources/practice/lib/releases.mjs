/** Where releases lie in the practice folder, and which of them serve. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Refusal } from './refusal.mjs';

const root = process.env.PRACTICE_ROOT;

/** The folder of a release; refuses one that is not unpacked. */
export function releaseFolder(version) {
  const folder = join(root, 'releases', version ?? '');
  const name = /^\d+\.\d+\.\d+$/.test(version ?? '');
  if (!name || !existsSync(join(folder, 'release.json'))) {
    throw new Refusal(`there is no release ${version ?? ''} in ${join(root, 'releases')}`);
  }
  return folder;
}

/** The names of the migrations a release ships, in order. */
export const shippedMigrations = (version) =>
  JSON.parse(readFileSync(join(releaseFolder(version), 'release.json'), 'utf8')).migrations;

/** The version a link (`current`, `candidate`) points at, null when there is no such link. */
export function linkedVersion(link) {
  try {
    return basename(realpathSync(join(root, link)));
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
