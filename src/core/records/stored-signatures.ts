/** The signatures that lie beside a stored record. */
import type { NamedSigner } from '@domain/evidence/record-signer';
import { NAMESPACES } from '@domain/evidence/sshsig';
import { verifySshsig } from '../signing/verify';
import type { StoredRecord } from './stored-record';

/** Whose keys signed the record, by role; null when one of the signatures does not verify or the device's is missing. */
export function verifyStoredSignatures({
  bytes,
  signatures,
}: StoredRecord): readonly Omit<NamedSigner, 'name'>[] | null {
  const found: Omit<NamedSigner, 'name'>[] = [];
  for (const [role, armoured] of signatures) {
    const verified = verifySshsig(bytes, armoured, NAMESPACES.record);
    if (!verified.ok) return null;
    found.push({ role, fingerprint: verified.value.fingerprint });
  }
  return found.some(({ role }) => role === 'device') ? found : null;
}
