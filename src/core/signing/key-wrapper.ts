/** How a private key of ours lies on disk: as it is, under a passphrase, or under the system's keychain. */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import { z } from 'zod';

/** Recorded as `key_protection`, so that a reader of the ledger knows how well a key was kept. */
export type KeyProtection = 'none' | 'passphrase' | 'os';

export interface KeyWrapper {
  readonly protection: KeyProtection;
  wrap(secret: Uint8Array): Promise<Uint8Array>;
  /** `passphrase_wrong`: it does not open with this passphrase; `unwrap`: the bytes are damaged. */
  unwrap(wrapped: Uint8Array): Promise<Result<Uint8Array, Failure<'passphrase_wrong' | 'unwrap'>>>;
}

/** Protected by the file's mode only. Shown to people as "not protected by a passphrase". */
export const noWrapper: KeyWrapper = {
  protection: 'none',
  wrap: async (secret) => secret,
  unwrap: async (wrapped) => ok(wrapped),
};

// 2^17 x 8: about 0.3 s and 128 MiB, the interactive setting of RFC 7914's successors (OWASP 2024).
const COST = { N: 2 ** 17, r: 8, p: 1 };
const box = z.strictObject({
  v: z.literal(1),
  kdf: z.literal('scrypt'),
  n: z.literal(COST.N),
  salt: z.base64(),
  iv: z.base64(),
  tag: z.base64(),
  data: z.base64(),
});

function derive(passphrase: string, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { ...COST, maxmem: 256 * 1024 * 1024 };
    scrypt(passphrase.normalize('NFC'), salt, 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

async function seal(secret: Uint8Array, passphrase: string): Promise<Uint8Array> {
  const [salt, iv] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', await derive(passphrase, salt), iv);
  const data = Buffer.concat([cipher.update(secret), cipher.final()]);
  const text = (bytes: Buffer) => bytes.toString('base64');
  const value = {
    v: 1,
    kdf: 'scrypt',
    n: COST.N,
    salt: text(salt),
    iv: text(iv),
    tag: text(cipher.getAuthTag()),
    data: text(data),
  };
  return Buffer.from(JSON.stringify(value));
}

function parseBox(wrapped: Uint8Array): z.infer<typeof box> | null {
  try {
    return box.parse(JSON.parse(Buffer.from(wrapped).toString('utf8')));
  } catch {
    // Any other content is answered with `unwrap` by the caller; the parser's words would only repeat key material.
    return null;
  }
}

async function open(
  wrapped: Uint8Array,
  passphrase: string,
): Promise<Result<Uint8Array, Failure<'passphrase_wrong' | 'unwrap'>>> {
  const sealed = parseBox(wrapped);
  if (sealed === null) return fail('unwrap', 'the key file is damaged');
  const bytes = (text: string) => Buffer.from(text, 'base64');
  const decipher = createDecipheriv(
    'aes-256-gcm',
    await derive(passphrase, bytes(sealed.salt)),
    bytes(sealed.iv),
    { authTagLength: 16 },
  );
  try {
    decipher.setAuthTag(bytes(sealed.tag));
    return ok(Buffer.concat([decipher.update(bytes(sealed.data)), decipher.final()]));
  } catch {
    // GCM can't tell a wrong passphrase from changed bytes.
    return fail('passphrase_wrong', 'the key does not open with this passphrase');
  }
}

/** scrypt and AES-256-GCM under a person's passphrase. */
export const passphraseWrapper = (passphrase: string): KeyWrapper => ({
  protection: 'passphrase',
  wrap: (secret) => seal(secret, passphrase),
  unwrap: (wrapped) => open(wrapped, passphrase),
});
