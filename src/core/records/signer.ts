/** Makes signatures and looks at each of them before it is trusted: a broken agent must not give a broken record. */
import { fingerprint, parsePublicKey } from '@domain/evidence/public-key';
import {
  type NamedSigner,
  parseSignerLine,
  type SignerRole,
  signerLine,
} from '@domain/evidence/record-signer';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import type { DeviceKey } from '../signing/device-key';
import { sha256 } from '../signing/digest';
import { verifySshsig } from '../signing/verify';

/** A person's key, wherever it is kept. May ask for a touch or a passphrase, so it may take long or be refused. */
export interface OperatorSigner {
  /** The person's name as in people.yaml: the principal that is claimed. */
  readonly name: string;
  /** authorized_keys line. */
  readonly publicKey: string;
  /** The text of a `.sig` file over `bytes`. */
  sign(namespace: string, bytes: Uint8Array): Promise<Result<string, Failure>>;
}

/** sign_refused: no signature came. sign_wrong: one came that does not verify for these bytes and this key. */
export type SignCode = 'sign_refused' | 'sign_wrong';

export interface MadeSignature {
  readonly signer: NamedSigner;
  readonly armoured: string;
}

export interface Signers {
  readonly device: DeviceKey;
  /** Null when this person has no key here: then the device alone signs, and every text says so. */
  readonly operator: OperatorSigner | null;
}

async function signAs(
  role: SignerRole,
  key: { readonly name: string; readonly publicKey: string },
  sign: () => Promise<Result<string, Failure>>,
  namespace: string,
  bytes: Uint8Array,
): Promise<Result<MadeSignature, Failure<SignCode>>> {
  const expected = parsePublicKey(key.publicKey);
  if (!expected.ok) return fail('sign_wrong', `the key of ${key.name} can't be read`);
  const own = fingerprint(expected.value.blob, sha256);
  const signer: NamedSigner = { role, name: key.name, fingerprint: own };
  if (!parseSignerLine(signerLine(signer)).ok) return fail('sign_wrong', `no name for a signer: ${key.name}`);
  const made = await sign();
  if (!made.ok) return fail('sign_refused', `${key.name} did not sign: ${made.error.message}`);
  const verified = verifySshsig(bytes, made.value, namespace);
  if (!verified.ok || verified.value.fingerprint !== own)
    return fail('sign_wrong', `the signature of ${key.name} does not verify and was not stored`);
  return ok({ signer, armoured: made.value });
}

/** The operator first: without that signature nothing is stored. */
export async function signAll(
  { device, operator }: Signers,
  namespace: string,
  bytes: Uint8Array,
): Promise<Result<readonly MadeSignature[], Failure<SignCode>>> {
  const made: MadeSignature[] = [];
  if (operator !== null) {
    const person = await signAs(
      'operator',
      operator,
      () => operator.sign(namespace, bytes),
      namespace,
      bytes,
    );
    if (!person.ok) return person;
    made.push(person.value);
  }
  const machine = await signAs(
    'device',
    device,
    async () => ok(device.sign(namespace, bytes)),
    namespace,
    bytes,
  );
  return machine.ok ? ok([...made, machine.value]) : machine;
}

/** Fingerprint of an authorized_keys line. Throws on one that can't be read: it is our own key. */
export function fingerprintOf(publicKey: string): string {
  const key = parsePublicKey(publicKey);
  if (!key.ok) throw new Error(key.error.message);
  return fingerprint(key.value.blob, sha256);
}
