/** Signs with a private key this process holds. */
import { type KeyObject, sign } from 'node:crypto';
import { concat, mpint, sshString } from '@domain/evidence/ssh-wire';
import { armour, bytesToSign } from '@domain/evidence/sshsig';
import { sha512 } from './digest';
import { CURVES, type CurveName, publicBlob } from './public-key-object';

const wire = (algorithm: string, bytes: Uint8Array): Uint8Array =>
  concat(sshString(algorithm), sshString(bytes));

function ecdsa(type: string, key: KeyObject, data: Uint8Array): Uint8Array {
  const { size, hash } = CURVES[type.slice('ecdsa-sha2-'.length) as CurveName];
  // SSH wants the two numbers as mpints, not the DER that crypto gives by default.
  const pair = sign(hash, data, { key, dsaEncoding: 'ieee-p1363' });
  return wire(type, concat(mpint(pair.subarray(0, size)), mpint(pair.subarray(size))));
}

/** The wire form of a signature over `data`, as an ssh-agent would return it. RSA only with SHA-512. */
function signWire(key: KeyObject, type: string, data: Uint8Array): Uint8Array {
  if (type === 'ssh-rsa') return wire('rsa-sha2-512', sign('sha512', data, key));
  return type === 'ssh-ed25519' ? wire(type, sign(null, data, key)) : ecdsa(type, key, data);
}

/** The text of a `.sig` file over `bytes` in `namespace`. */
export function signArmoured(key: KeyObject, namespace: string, bytes: Uint8Array): string {
  const { type, blob } = publicBlob(key);
  return armour(blob, namespace, signWire(key, type, bytesToSign(namespace, sha512(bytes))));
}
