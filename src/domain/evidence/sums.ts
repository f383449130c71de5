/** The list of a bundle's files with their digests, in the form `sha256sum -c` reads. */
import { type Failure, fail, ok, type Result } from '../kernel/result';

export const SUMS_FILE = 'SHA256SUMS';
/** Signs SHA256SUMS. Apart from the record's namespace, so that no list can be passed off as a record. */
export const BUNDLE_NAMESPACE = 'holdpoint.bundle.v1@holdpoint.dev';

const NAME = /^(?:[A-Za-z0-9][A-Za-z0-9._@-]*\/)*[A-Za-z0-9][A-Za-z0-9._@-]*$/;
const LINE = /^([0-9a-f]{64}) {2}(.+)$/;

/** A file name as bundles use them: plain words, `/` between folders, no dot files, nothing above. */
export const isBundleName = (name: string): boolean => name.length <= 300 && NAME.test(name);

const byName = (a: readonly [string, string], b: readonly [string, string]): number => (a[0] < b[0] ? -1 : 1);

/** Throws on names that can't stand there: they are made by us. */
export function sumsText(digests: ReadonlyMap<string, string>): string {
  return [...digests]
    .sort(byName)
    .map(([name, digest]) => {
      if (!isBundleName(name)) throw new Error(`no file name for a bundle: ${name}`);
      return `${digest}  ${name}\n`;
    })
    .join('');
}

/** Strict: sorted, no name twice, every line ended by LF. */
export function parseSums(text: string): Result<ReadonlyMap<string, string>, Failure<'sums'>> {
  const digests = new Map<string, string>();
  for (const [i, line] of text.split('\n').slice(0, -1).entries()) {
    const m = LINE.exec(line);
    const [, digest = '', name = ''] = m ?? [];
    if (m === null || !isBundleName(name))
      return fail('sums', `${SUMS_FILE} line ${i + 1} is not a digest and a name`);
    digests.set(name, digest);
  }
  return digests.size > 0 && sumsText(digests) === text
    ? ok(digests)
    : fail('sums', `${SUMS_FILE} is not sorted, names a file twice or ends in the middle of a line`);
}
