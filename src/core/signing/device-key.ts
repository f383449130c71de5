/** The key of this installation. It signs machine facts and checkpoints unattended; a person's key signs human acts. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, publicKeyLine } from '@domain/evidence/public-key';
import { type Failure, ok, type Result } from '@domain/kernel/result';
import { sha256 } from './digest';
import { type KeyProtection, type KeyWrapper, noWrapper } from './key-wrapper';
import { publicBlob } from './public-key-object';
import { signArmoured } from './sign-with-key';
import { makeStoredKey, readStoredKey, type StoredKey, type StoredKeyCode } from './stored-key';

export interface DeviceKey {
  /** authorized_keys line with the comment `device-<8 hex>`, which is also its name as a signer. */
  readonly publicKey: string;
  readonly name: string;
  readonly blob: Uint8Array;
  readonly fingerprint: string;
  readonly protection: KeyProtection;
  /** Signs at once: the key is in memory. Returns the text of a `.sig` file. */
  sign(namespace: string, bytes: Uint8Array): string;
}

function asDeviceKey({ key, protection }: StoredKey): DeviceKey {
  const { type, blob } = publicBlob(key);
  const name = `device-${Buffer.from(sha256(blob)).toString('hex').slice(0, 8)}`;
  return {
    publicKey: publicKeyLine(type, blob, name),
    name,
    blob,
    fingerprint: fingerprint(blob, sha256),
    protection,
    sign: (namespace, bytes) => signArmoured(key, namespace, bytes),
  };
}

export const deviceKeyPath = (dataDir: string): string => join(dataDir, 'device-key.json');

/** Reads the device key of a data folder, or makes it on first use. */
export async function deviceKey(
  dataDir: string,
  wrapper: KeyWrapper = noWrapper,
): Promise<Result<DeviceKey, Failure<StoredKeyCode>>> {
  const path = deviceKeyPath(dataDir);
  const stored = existsSync(path) ? await readStoredKey(path, wrapper) : await makeStoredKey(path, wrapper);
  return stored.ok ? ok(asDeviceKey(stored.value)) : stored;
}
