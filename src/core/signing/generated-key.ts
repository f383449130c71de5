/** A signing key that Holdpoint makes for a person who has none: an OpenSSH file in the data folder, usable by ssh-keygen. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicKeyLine } from '@domain/evidence/public-key';
import { type Failure, fail, type Result } from '@domain/kernel/result';
import ssh2 from 'ssh2';
import { type OpenedKey, openKeyFile } from './key-file';
import type { KeyFileCode } from './key-text';
import { writeSecretFile } from './stored-key';

/** key_exists: there is one already, and a key that signed something is never replaced. key_io: it can't be written. */
export type GenerateCode = KeyFileCode | 'key_exists' | 'key_io';

export const generatedKeyPath = (dataDir: string): string => join(dataDir, 'keys', 'operator');

const COMMENT = 'holdpoint-operator';
// ssh-keygen's cipher, and its rounds since OpenSSH 9.4.
const ENCRYPTION = { cipher: 'aes256-ctr', rounds: 24 } as const;

/**
 * Encrypted in this process by ssh2, not by the ssh-keygen program: that would take the passphrase
 * as an argument, where every user of the machine could read it.
 */
function keyPairText(passphrase: string | null): string {
  const encryption = passphrase === null ? {} : { passphrase, ...ENCRYPTION };
  return ssh2.utils.generateKeyPairSync('ed25519', { comment: COMMENT, ...encryption }).private;
}

/** Makes `<data>/keys/operator` (0600) and `operator.pub`, and opens it from the disk again. */
export async function generateKey(
  dataDir: string,
  passphrase: string | null,
): Promise<Result<OpenedKey, Failure<GenerateCode>>> {
  const path = generatedKeyPath(dataDir);
  if (existsSync(path))
    return fail('key_exists', `there is a generated key already; choose it, or move ${path} away`, { path });
  const phrase = passphrase === '' ? null : passphrase;
  try {
    writeSecretFile(path, Buffer.from(keyPairText(phrase)));
    const opened = await openKeyFile(path, phrase);
    if (opened.ok) writeFileSync(`${path}.pub`, `${publicLine(opened.value)}\n`, { mode: 0o644 });
    return opened;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return fail('key_io', `can't write the key ${path} (${code})`, { path });
  }
}

const publicLine = ({ type, blob, comment }: OpenedKey): string => publicKeyLine(type, blob, comment);
