/** The first entries of a ledger: which ledger, made by which app, and the key that signs its checkpoints. */
import { originOf } from '@domain/evidence/checkpoint';
import { bareKey, parsePublicKey } from '@domain/evidence/public-key';
import { instantMs } from '@domain/kernel/instant';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import { z } from 'zod';
import type { LedgerDraft } from '../ports';
import type { DeviceKey } from '../signing/device-key';
import { sha256Hex } from '../signing/digest';
import { enrolment } from '../signing/enrolment';
import { hostDigest } from './process-identity';
import type { StoredCheckpoint } from './stored-checkpoint';
import { newUlid } from './ulid';

export interface AppName {
  readonly name: string;
  readonly version: string;
}

export const genesis = z.strictObject({
  ledger: z.string(),
  app: z.strictObject({ name: z.string(), version: z.string() }),
  schema: z.int(),
  /** authorized_keys line of the device key. */
  device_key: z.string(),
  /** SHA-256 of the last checkpoint known from an earlier ledger in the same place, null when there is none. */
  predecessor: z.string().nullable(),
  hostname_sha256: z.string(),
});
export type Genesis = z.infer<typeof genesis>;

/** `genesis`, and `key.enrolled` with the proof that the device holds its key. */
export function genesisDrafts(
  app: AppName,
  device: DeviceKey,
  facts: {
    readonly now: string;
    readonly schema: number;
    readonly predecessor: StoredCheckpoint | undefined;
  },
): readonly LedgerDraft[] {
  const payload: Genesis = {
    ledger: originOf(newUlid(instantMs(facts.now))),
    app: { name: app.name, version: app.version },
    schema: facts.schema,
    device_key: device.publicKey,
    predecessor: facts.predecessor === undefined ? null : sha256Hex(facts.predecessor.body),
    hostname_sha256: hostDigest(),
  };
  const enrolled = enrolment({
    person: device.name,
    role: 'device',
    key: device.publicKey,
    device: device.fingerprint,
  });
  const proof = device.sign(enrolled.namespace, enrolled.bytes);
  return [
    { kind: 'genesis', payload },
    {
      kind: 'key.enrolled',
      payload: { ...enrolled.payload, key_protection: device.protection, possession: proof },
    },
  ];
}

export interface LedgerIdentity {
  readonly origin: string;
  /** The device key without comment. */
  readonly deviceKey: string;
}

/** Reads entry 1. */
export function readGenesis(kind: string, payload: Uint8Array): Result<LedgerIdentity, Failure<'chain'>> {
  const parsed =
    kind === 'genesis' ? genesis.safeParse(JSON.parse(Buffer.from(payload).toString('utf8'))) : null;
  if (parsed === null || !parsed.success || !parsePublicKey(parsed.data.device_key).ok)
    return fail('chain', 'entry 1 is not the genesis of a ledger', { seq: 1 });
  return ok({ origin: parsed.data.ledger, deviceKey: bareKey(parsed.data.device_key) });
}
