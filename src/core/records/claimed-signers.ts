/** The allowed_signers lines that the signers of a bundle claim for themselves. Informative: an auditor uses their own. */
import { allowedSignerLine } from '@domain/evidence/allowed-signers';
import { keyType } from '@domain/evidence/public-key';
import { NAMESPACES } from '@domain/evidence/sshsig';
import { BUNDLE_NAMESPACE } from '@domain/evidence/sums';

export interface ClaimedSigner {
  readonly role: 'operator' | 'device';
  readonly name: string;
  /** The key's wire bytes. */
  readonly blob: Uint8Array;
}

const NAMESPACES_OF = {
  operator: [NAMESPACES.record, BUNDLE_NAMESPACE],
  device: [NAMESPACES.checkpoint, NAMESPACES.record, BUNDLE_NAMESPACE],
} as const;

function line({ role, name, blob }: ClaimedSigner): string {
  const type = keyType(blob);
  if (!type.ok) throw new Error('a key whose signature was verified has a type');
  return allowedSignerLine({
    principals: [/^[\w.@+-]+$/.test(name) ? name : `"${name.replaceAll('"', '')}"`],
    namespaces: NAMESPACES_OF[role],
    validAfter: null,
    validBefore: null,
    key: { type: type.value, blob, comment: '' },
  });
}

export const claimedSigners = (signers: readonly ClaimedSigner[]): string =>
  [...new Set(signers.map(line))].map((text) => `${text}\n`).join('');
