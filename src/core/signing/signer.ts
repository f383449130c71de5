/** One interface for a person's signatures, wherever the key is. A signature is checked here before anyone gets it. */
import type { KeyObject } from 'node:crypto';
import { publicKeyLine } from '@domain/evidence/public-key';
import { armour, bytesToSign, parseSignature } from '@domain/evidence/sshsig';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import { AGENT_LIMITS, type AgentIdentity, type AgentLimits, agentSign } from './agent';
import type { AgentCode } from './agent-request';
import { sha512 } from './digest';
import type { OpenedKey } from './key-file';
import { signArmoured } from './sign-with-key';
import { verifySshsig } from './verify';

/** signature_wrong: what came back is not a signature by this key over these bytes. */
export type SignCode = AgentCode | 'signature_wrong';
export type KeySource = 'agent' | 'file' | 'generated';

export interface Signer {
  /** authorized_keys line. */
  readonly publicKey: string;
  /** As `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
  readonly source: KeySource;
  /** The text of a `.sig` file over `bytes` in `namespace`. May wait for a person: a touch, a confirmation. */
  sign(namespace: string, bytes: Uint8Array): Promise<Result<string, Failure<SignCode>>>;
}

/** What SSHSIG wants from a key of this type: RSA only with SHA-512, all others under their own name. */
const algorithmFor = (type: string): string => (type === 'ssh-rsa' ? 'rsa-sha2-512' : type);

const wrong = (why: string) => fail('signature_wrong', `the signature is not usable: ${why}`);

function checked(
  armoured: string,
  namespace: string,
  bytes: Uint8Array,
  wantedFingerprint: string,
): Result<string, Failure<SignCode>> {
  const verified = verifySshsig(bytes, armoured, namespace);
  if (!verified.ok) return wrong(verified.error.message);
  if (verified.value.fingerprint !== wantedFingerprint) return wrong('it is by another key');
  return ok(armoured);
}

/** Signs with a key that was opened from a file; it stays in this process. */
export function keySigner(opened: OpenedKey, source: 'file' | 'generated'): Signer {
  const key: KeyObject = opened.key;
  return {
    publicKey: publicKeyLine(opened.type, opened.blob, opened.comment),
    fingerprint: opened.fingerprint,
    source,
    sign: async (namespace, bytes) =>
      checked(signArmoured(key, namespace, bytes), namespace, bytes, opened.fingerprint),
  };
}

/** Signs through the ssh-agent, one connection per signature. */
export function agentSigner(
  socketPath: string,
  identity: AgentIdentity,
  limits: AgentLimits = AGENT_LIMITS,
): Signer {
  const { type, blob, comment } = identity;
  return {
    publicKey: publicKeyLine(type, blob, comment),
    fingerprint: identity.fingerprint,
    source: 'agent',
    sign: async (namespace, bytes) => {
      const data = bytesToSign(namespace, sha512(bytes));
      const signature = await agentSign(socketPath, identity, data, limits);
      if (!signature.ok) return signature;
      const parsed = parseSignature(signature.value);
      if (!parsed.ok) return wrong(parsed.error.message);
      if (parsed.value.algorithm !== algorithmFor(type))
        return wrong(`${parsed.value.algorithm} is not the algorithm for ${type}`);
      return checked(armour(blob, namespace, signature.value), namespace, bytes, identity.fingerprint);
    },
  };
}
