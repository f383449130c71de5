/** SSH public keys as Node key objects, both ways (RFC 8709, RFC 4253 section 6.6, RFC 5656, OpenSSH PROTOCOL.u2f). */
import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { concat, mpint, readWire, refuse, sshString, type WireReader } from '@domain/evidence/ssh-wire';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';

export interface SshKeyObject {
  readonly type: string;
  readonly key: KeyObject;
  /** What a security key signs for, e.g. `ssh:`; null for ordinary keys. */
  readonly application: string | null;
}
export type KeyCode = 'key_malformed' | 'key_type' | 'key_weak';

/** Curves of RFC 5656 with JWK name, field size in bytes and digest. */
export const CURVES = {
  nistp256: { crv: 'P-256', size: 32, hash: 'sha256' },
  nistp384: { crv: 'P-384', size: 48, hash: 'sha384' },
  nistp521: { crv: 'P-521', size: 66, hash: 'sha512' },
} as const;
export type CurveName = keyof typeof CURVES;

/** ssh-keygen refuses less by default too (RequiredRSASize is lower, but 1024 is broken). */
const MIN_RSA_BITS = 2048;

const url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

function ed25519(r: WireReader): JsonWebKey {
  const x = r.bytes();
  return x.length === 32 ? { kty: 'OKP', crv: 'Ed25519', x: url(x) } : refuse('an Ed25519 key has 32 bytes');
}

function rsa(r: WireReader): JsonWebKey {
  const e = r.positive();
  const n = r.positive();
  return { kty: 'RSA', e: url(e), n: url(n) };
}

function ecdsa(r: WireReader, type: string): JsonWebKey {
  const name = r.name();
  const point = r.bytes();
  const curve = name in CURVES ? CURVES[name as CurveName] : refuse('the curve is not known');
  if (type !== `ecdsa-sha2-${name}`) refuse('the curve is not the one of the key type');
  if (point.length !== 1 + 2 * curve.size || point[0] !== 4) refuse('the point is not in its plain form');
  return {
    kty: 'EC',
    crv: curve.crv,
    x: url(point.subarray(1, 1 + curve.size)),
    y: url(point.subarray(1 + curve.size)),
  };
}

type Parsed = { type: string; jwk: JsonWebKey | null; application: string | null };

function readKey(r: WireReader): Parsed {
  const type = r.name();
  if (type === 'ssh-ed25519') return { type, jwk: ed25519(r), application: null };
  if (type === 'ssh-rsa') return { type, jwk: rsa(r), application: null };
  if (type.startsWith('ecdsa-sha2-')) return { type, jwk: ecdsa(r, type), application: null };
  if (type === 'sk-ssh-ed25519@openssh.com') return { type, jwk: ed25519(r), application: r.name() };
  r.take(r.rest());
  return { type, jwk: null, application: null };
}

function keyObject(jwk: JsonWebKey): KeyObject | null {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    // A point off the curve and the like: what the library can't take is no key to us.
    return null;
  }
}

/** Reads a key's wire bytes. Certificates and other types are `key_type`. */
export function publicKeyObject(blob: Uint8Array): Result<SshKeyObject, Failure<KeyCode>> {
  const parsed = readWire(blob, readKey);
  if (!parsed.ok) return fail('key_malformed', `the public key is malformed: ${parsed.error.message}`);
  const { type, jwk, application } = parsed.value;
  if (jwk === null) return fail('key_type', `keys of type ${type} are not supported`);
  const key = keyObject(jwk);
  if (key === null) return fail('key_malformed', 'the public key is not a point or number of its kind');
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < MIN_RSA_BITS)
    return fail('key_weak', `an RSA key of ${bits} bits is too short`);
  return ok({ type, key, application });
}

const part = (text: string | undefined): Uint8Array => Buffer.from(text ?? '', 'base64url');

/** The wire bytes of a Node key (public or private). Throws for a kind SSH does not know: it is our own key. */
export function publicBlob(key: KeyObject): { readonly type: string; readonly blob: Uint8Array } {
  const jwk = key.export({ format: 'jwk' });
  if (jwk.crv === 'Ed25519') return typed('ssh-ed25519', sshString(part(jwk.x)));
  if (jwk.kty === 'RSA') return typed('ssh-rsa', mpint(part(jwk.e)), mpint(part(jwk.n)));
  const curve = Object.entries(CURVES).find(([, { crv }]) => crv === jwk.crv)?.[0];
  if (curve === undefined) throw new Error(`no SSH key type for ${jwk.kty} ${jwk.crv}`);
  const point = concat(Uint8Array.of(4), part(jwk.x), part(jwk.y));
  return typed(`ecdsa-sha2-${curve}`, sshString(curve), sshString(point));
}

const typed = (type: string, ...fields: readonly Uint8Array[]) => ({
  type,
  blob: concat(sshString(type), ...fields),
});
