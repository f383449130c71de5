/** Promise `policy`: the keys that signed belong, by the auditor's own file, to someone who may sign this. */
import { type AllowedSigner, mayItSign, parseAllowedSigners } from '@domain/evidence/allowed-signers';
import type { NamedSigner } from '@domain/evidence/record-signer';
import { bad, good, note, type VerifyLine } from './report';
import type { FoundSignature } from './signature';

const WHY = {
  unknown_key: 'this key is not in your allowed_signers',
  namespace: 'your allowed_signers do not let this key sign in this namespace',
  not_yet_valid: 'this key was not yet valid',
  expired: 'this key was no longer valid',
} as const;

/** One line per key and namespace is enough: checkpoints may be many. */
function distinct(found: readonly FoundSignature[]): readonly FoundSignature[] {
  const seen = new Map<string, FoundSignature>();
  for (const signature of found) {
    const key = `${signature.verified.fingerprint} ${signature.namespace} ${signature.at ?? ''}`;
    if (!seen.has(key)) seen.set(key, signature);
  }
  return [...seen.values()];
}

function judge(
  { verified, namespace, role, at }: FoundSignature,
  signers: readonly AllowedSigner[],
  newest: string,
): { readonly key: string; readonly line: VerifyLine } {
  const verdict = mayItSign(signers, verified.key, namespace, at ?? newest);
  const what = namespace.replace(/@.*$/, '');
  const line = verdict.allowed
    ? good('policy', `${verdict.principal} signed as ${what}: allowed by your file`)
    : bad('policy', `the ${role} key ${verified.fingerprint} signed as ${what}: ${WHY[verdict.why]}`);
  return { key: line.detail, line };
}

export interface PolicyInput {
  readonly found: readonly FoundSignature[];
  /** Names the ledger gives them; claims. */
  readonly claimed: readonly NamedSigner[];
  readonly allowedSigners: string | undefined;
  /** Newest time of the ledger: when signatures without a time of their own were made at the latest. */
  readonly newest: string;
}

export function checkPolicy({ found, claimed, allowedSigners, newest }: PolicyInput): readonly VerifyLine[] {
  if (allowedSigners === undefined) return claims(claimed);
  const signers = parseAllowedSigners(allowedSigners);
  if (!signers.ok) return [bad('policy', signers.error.message)];
  const lines = distinct(found).map((signature) => judge(signature, signers.value, newest));
  return [...new Map(lines.map(({ key, line }) => [key, line])).values()];
}

/** Whose signatures they claim to be, and that nothing here says so but they themselves. */
const claims = (claimed: readonly NamedSigner[]): readonly VerifyLine[] => [
  ...claimed.map(({ role, name, fingerprint }) =>
    note('policy', `the ${role} key ${fingerprint} is claimed to be ${name}'s`),
  ),
  note('policy', 'no allowed_signers of your own were given: who signed is only claimed, not checked'),
];
