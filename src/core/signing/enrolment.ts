/** Proof of possession: who enrols a key signs a statement about it with that key. */
import { canonicalBytes } from '@domain/evidence/canonical-json';
import { NAMESPACES } from '@domain/evidence/sshsig';

export interface Enrolment {
  /** The principal: a person's name as in people.yaml, or the device's. */
  readonly person: string;
  readonly role: string;
  /** authorized_keys line. */
  readonly key: string;
  /** Fingerprint of the device on which it was enrolled. */
  readonly device: string;
}

/** The statement's bytes to sign, and the start of the `key.enrolled` payload it belongs to. */
export function enrolment(statement: Enrolment) {
  const { person, role, key, device } = statement;
  return {
    namespace: NAMESPACES.key,
    bytes: canonicalBytes({ person, role, key, device }),
    payload: { person, role, key, device },
  };
}
