/** Verifies SSH signatures in this process: what `ssh-keygen -Y verify` accepts, without a process per file. */
import { type KeyObject, verify as verifyBytes } from 'node:crypto';
import { fingerprint, publicKeyLine } from '@domain/evidence/public-key';
import { concat, readWire, type WireReader } from '@domain/evidence/ssh-wire';
import { bytesToSign, parseArmour, type SshSignature } from '@domain/evidence/sshsig';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import { sha256, sha512 } from './digest';
import {
  CURVES,
  type CurveName,
  type KeyCode,
  publicKeyObject,
  type SshKeyObject,
} from './public-key-object';

/** Whose key it was. Says nothing yet about whether this key may sign this: that is allowed_signers. */
export interface VerifiedSignature {
  readonly key: Uint8Array;
  /** authorized_keys line without comment. */
  readonly keyLine: string;
  readonly fingerprint: string;
}

/** `touch`: a security key that was not touched, which stock ssh-keygen lets pass. */
export type VerifyCode = KeyCode | 'sshsig' | 'namespace' | 'signature' | 'algorithm' | 'touch';

const USER_PRESENT = 1;

function pad(value: Uint8Array, size: number): Uint8Array {
  return concat(new Uint8Array(Math.max(0, size - value.length)), value);
}

function ecdsaVerifies(data: Uint8Array, signature: Uint8Array, { type, key }: SshKeyObject): boolean {
  const { size, hash } = CURVES[type.slice('ecdsa-sha2-'.length) as CurveName];
  const pair = readWire(signature, (r: WireReader) => [r.positive(), r.positive()] as const);
  if (!pair.ok || pair.value.some((n) => n.length > size)) return false;
  const [r, s] = pair.value;
  return verifyBytes(hash, data, { key, dsaEncoding: 'ieee-p1363' }, concat(pad(r, size), pad(s, size)));
}

/** OpenSSH PROTOCOL.u2f: a security key signs the application, its flags and counter, and the digest of the message. */
function tokenVerifies(
  data: Uint8Array,
  signature: SshSignature,
  { key, application }: SshKeyObject,
): boolean {
  if (signature.token === null || application === null) return false;
  const { flags, counter } = signature.token;
  const tail = Buffer.alloc(5);
  tail.writeUInt8(flags, 0);
  tail.writeUInt32BE(counter, 1);
  return verifyBytes(
    null,
    concat(sha256(Buffer.from(application)), tail, sha256(data)),
    key,
    signature.bytes,
  );
}

function rsaVerifies(data: Uint8Array, { algorithm, bytes }: SshSignature, key: KeyObject): boolean {
  return verifyBytes(algorithm === 'rsa-sha2-512' ? 'sha512' : 'sha256', data, key, bytes);
}

function algorithmFits(algorithm: string, type: string): boolean {
  return type === 'ssh-rsa'
    ? algorithm === 'rsa-sha2-512' || algorithm === 'rsa-sha2-256'
    : algorithm === type;
}

function verifies(data: Uint8Array, signature: SshSignature, key: SshKeyObject): boolean {
  if (key.type === 'ssh-rsa') return rsaVerifies(data, signature, key.key);
  if (key.type === 'ssh-ed25519') return verifyBytes(null, data, key.key, signature.bytes);
  if (key.application !== null) return tokenVerifies(data, signature, key);
  return ecdsaVerifies(data, signature.bytes, key);
}

function checkSignature(
  bytes: Uint8Array,
  signature: SshSignature,
  key: SshKeyObject,
): Result<VerifiedSignature, Failure<VerifyCode>> {
  if (!algorithmFits(signature.algorithm, key.type))
    return fail('algorithm', `${signature.algorithm} is not an algorithm for ${key.type} keys`);
  if (!verifies(bytesToSign(signature.namespace, sha512(bytes)), signature, key))
    return fail('signature', 'the signature does not belong to these bytes and this key');
  if (signature.token !== null && (signature.token.flags & USER_PRESENT) === 0)
    return fail('touch', 'the security key was not touched for this signature');
  const blob = signature.publicKey;
  return ok({ key: blob, keyLine: publicKeyLine(key.type, blob), fingerprint: fingerprint(blob, sha256) });
}

/** Checks an armoured signature over `bytes` in exactly this namespace. */
export function verifySshsig(
  bytes: Uint8Array,
  armoured: string,
  namespace: string,
): Result<VerifiedSignature, Failure<VerifyCode>> {
  const signature = parseArmour(armoured);
  if (!signature.ok) return signature;
  if (signature.value.namespace !== namespace)
    return fail('namespace', `the signature is for ${signature.value.namespace}, not for ${namespace}`);
  const key = publicKeyObject(signature.value.publicKey);
  return key.ok ? checkSignature(bytes, signature.value, key.value) : key;
}
