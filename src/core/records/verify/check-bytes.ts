/** Promise `bytes`: the files are the listed ones, all of them, and the list is signed. */
import { BUNDLE_NAMESPACE, parseSums, SUMS_FILE } from '@domain/evidence/sums';
import { verifySshsig } from '../../signing/verify';
import { ROLES, signatureFile } from '../stored-record';
import { type BundleFiles, readText } from './files';
import { bad, judged, note, type VerifyLine } from './report';
import type { FoundSignature } from './signature';

const UNLISTED: ReadonlySet<string> = new Set([
  SUMS_FILE,
  ...ROLES.map((role) => signatureFile(SUMS_FILE, role)),
]);

/** Files that differ from the list, are missing or are not in it. */
export function checkFiles(files: BundleFiles): readonly VerifyLine[] {
  const text = readText(files, SUMS_FILE);
  if (text === null) return [bad('bytes', `${SUMS_FILE} is missing`)];
  const sums = parseSums(text);
  if (!sums.ok) return [bad('bytes', sums.error.message)];
  const problems = [...sums.value].flatMap(([name, digest]) => {
    const found = files.sha256(name);
    if (found === digest) return [];
    return [found === null ? `${name} is missing` : `${name} is not the file that was exported`];
  });
  const strays = files.names
    .filter((name) => !UNLISTED.has(name) && !sums.value.has(name))
    .map((name) => `${name} is not listed in ${SUMS_FILE}`);
  return judged(
    'bytes',
    [...problems, ...strays],
    `${sums.value.size} files are the ones ${SUMS_FILE} names`,
  );
}

/** Signatures over the list. The device's must be there and be the ledger's own key. */
export function checkSumsSignatures(
  files: BundleFiles,
  deviceKey: string | null,
): { readonly lines: readonly VerifyLine[]; readonly found: readonly FoundSignature[] } {
  const bytes = files.read(SUMS_FILE) ?? new Uint8Array();
  const lines: VerifyLine[] = [];
  const found: FoundSignature[] = [];
  for (const role of ROLES) {
    const name = signatureFile(SUMS_FILE, role);
    const armoured = readText(files, name);
    if (armoured === null) {
      if (role === 'device' || files.names.includes(name)) lines.push(bad('bytes', `${name} is missing`));
      else lines.push(note('bytes', `no person signed ${SUMS_FILE}, only the device`));
      continue;
    }
    const verified = verifySshsig(bytes, armoured, BUNDLE_NAMESPACE);
    if (!verified.ok) lines.push(bad('bytes', `${name}: ${verified.error.message}`));
    else if (role === 'device' && verified.value.keyLine !== deviceKey)
      lines.push(bad('bytes', `${name}: another key than the ledger's device made it`));
    else
      found.push({ file: SUMS_FILE, namespace: BUNDLE_NAMESPACE, role, verified: verified.value, at: null });
  }
  return { lines, found };
}
