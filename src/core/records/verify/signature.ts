/** A signature that verifies; whether its maker may sign is for `check-policy`. */
import type { SignerRole } from '@domain/evidence/record-signer';
import type { VerifiedSignature } from '../../signing/verify';

export interface FoundSignature {
  readonly file: string;
  readonly namespace: string;
  readonly role: SignerRole;
  readonly verified: VerifiedSignature;
  /** When it was made according to the signing machine; null takes the newest time of the ledger. */
  readonly at: string | null;
}
