/** A signing key that Holdpoint makes for a person who has none: an OpenSSH file in the data folder, usable by ssh-keygen. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicKeyLine } from '@domain/evidence/public-key';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import ssh2 from 'ssh2';
import { type OpenedKey, openKeyText } from './key-file';
import { writeSecretFile } from './stored-key';

/** key_exists: there is one already, and a key that signed something is never replaced. key_io: it can't be written. */
export type GenerateCode = 'key_exists' | 'key_io';

export const generatedKeyPath = (dataDir: string): string => join(dataDir, 'keys', 'operator');

const COMMENT = 'holdpoint-operator';
// ssh-keygen's cipher, and its rounds since OpenSSH 9.4.
const ENCRYPTION = { cipher: 'aes256-ctr', rounds: 24 } as const;

/** Makes the text of an OpenSSH private key file. */
export type MakeKeyText = (passphrase: string | null) => string;

/**
 * Encrypted in this process by ssh2, not by the ssh-keygen program: that would take the passphrase
 * as an argument, where every user of the machine could read it.
 */
const sshKeyText: MakeKeyText = (passphrase) => {
  const encryption = passphrase === null ? {} : { passphrase, ...ENCRYPTION };
  return ssh2.utils.generateKeyPairSync('ed25519', { comment: COMMENT, ...encryption }).private;
};

/** ssh2 1.17 cuts leading zero bytes, so that about 1 of 300 Ed25519 keys it makes is damaged. */
const TRIES = 20;

function soundKey(path: string, passphrase: string | null, make: MakeKeyText) {
  for (let i = 0; i < TRIES; i++) {
    const text = make(passphrase);
    const opened = openKeyText({ path, text }, passphrase);
    if (opened.ok) return { text, key: opened.value };
  }
  throw new Error(`no sound key in ${TRIES} tries`);
}

function writeKey(path: string, { text, key }: ReturnType<typeof soundKey>): void {
  writeSecretFile(path, Buffer.from(text));
  writeFileSync(`${path}.pub`, `${publicKeyLine(key.type, key.blob, key.comment)}\n`, { mode: 0o644 });
}

/** Makes `<data>/keys/operator` (0600) and `operator.pub`. */
export function generateKey(
  dataDir: string,
  passphrase: string | null,
  make: MakeKeyText = sshKeyText,
): Result<OpenedKey, Failure<GenerateCode>> {
  const path = generatedKeyPath(dataDir);
  if (existsSync(path))
    return fail('key_exists', `there is a generated key already; choose it, or move ${path} away`, { path });
  const made = soundKey(path, passphrase === '' ? null : passphrase, make);
  try {
    writeKey(path, made);
    return ok(made.key);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    return fail('key_io', `can't write the key ${path} (${code})`, { path });
  }
}
