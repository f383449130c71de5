/** A person's existing private key file, opened for signing. What a parser says is never passed on: it could quote the key. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { sameBytes } from '@domain/evidence/hash';
import { fingerprint } from '@domain/evidence/public-key';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import ssh2, { type ParsedKey } from 'ssh2';
import { sha256 } from './digest';
import { cleanComment } from './key-comment';
import { type KeyFileCode, type KeyText, readKeyText } from './key-text';
import { opensshKeyHeader } from './openssh-key-header';
import { publicBlob, publicKeyObject } from './public-key-object';

export interface OpenedKey {
  readonly key: KeyObject;
  readonly type: string;
  readonly blob: Uint8Array;
  readonly fingerprint: string;
  readonly comment: string;
}

type KeyFileFailure = { readonly ok: false; readonly error: Failure<KeyFileCode> };
const unusable = (path: string, why: string): KeyFileFailure =>
  fail('key_unusable', `the key ${path} can't be used: ${why}`, { path });

/** Refuses what no passphrase would help: formats and kinds of keys. Looks only at the open part of the file. */
function refuseByHeader({ path, text }: KeyText): KeyFileFailure | null {
  const header = opensshKeyHeader(text);
  if (header === null) return null;
  if (!header.ok) return unusable(path, header.error.message);
  const { type, blob } = header.value;
  if (type.startsWith('sk-'))
    return unusable(
      path,
      'it belongs to a security key; add it to the ssh-agent (ssh-add) and choose it there',
    );
  const key = publicKeyObject(blob);
  return key.ok ? null : unusable(path, key.error.message);
}

/** ssh2's parser, which throws on some damaged files. */
function parse(text: string, passphrase: string | null): ParsedKey | Error {
  try {
    const parsed: unknown = ssh2.utils.parseKey(text, passphrase ?? undefined);
    const key: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
    return (key ?? new Error('no key')) as ParsedKey | Error;
  } catch {
    return new Error('damaged');
  }
}

// ssh2 has no codes; its messages for an encrypted key all hold these words.
const ENCRYPTED = /no passphrase given/;

/** Whether a passphrase is needed to open it. */
export const isEncrypted = (text: string): boolean => {
  const parsed = parse(text, null);
  return parsed instanceof Error && ENCRYPTED.test(parsed.message);
};

function decrypt(
  { path, text }: KeyText,
  passphrase: string | null,
): Result<ParsedKey, Failure<KeyFileCode>> {
  const plain = parse(text, null);
  if (!(plain instanceof Error)) return ok(plain);
  if (!ENCRYPTED.test(plain.message)) return unusable(path, 'its format is not known or it is damaged');
  if (passphrase === null) return fail('passphrase_needed', `the key ${path} needs its passphrase`, { path });
  const opened = parse(text, passphrase);
  if (!(opened instanceof Error)) return ok(opened);
  return fail('passphrase_wrong', `the passphrase does not open the key ${path}`, { path });
}

function asKeyObject(parsed: ParsedKey): KeyObject | null {
  try {
    return parsed.isPrivateKey() ? createPrivateKey(parsed.getPrivatePEM()) : null;
  } catch {
    // What the crypto library can't take is no key to us.
    return null;
  }
}

const KINDS = new Set(['ed25519', 'rsa', 'ec']);

function opened(path: string, parsed: ParsedKey): Result<OpenedKey, Failure<KeyFileCode>> {
  const key = asKeyObject(parsed);
  if (key === null) return unusable(path, 'it holds no sound private key');
  if (!KINDS.has(key.asymmetricKeyType ?? '')) return unusable(path, `${parsed.type} keys are not supported`);
  const { type, blob } = publicBlob(key);
  const checked = publicKeyObject(blob);
  if (!checked.ok) return unusable(path, checked.error.message);
  // A damaged private half would sign as a key nobody knows: both halves must be of one key.
  if (!sameBytes(parsed.getPublicSSH(), blob)) return unusable(path, 'it is damaged');
  const comment = cleanComment(parsed.comment ?? '');
  return ok({ key, type, blob, fingerprint: fingerprint(blob, sha256), comment });
}

/** What the open part of the file says must be the key that was inside. */
function headerFits({ text }: KeyText, { blob }: OpenedKey): boolean {
  const header = opensshKeyHeader(text);
  return header === null || (header.ok && sameBytes(header.value.blob, blob));
}

/** Opens the content of a key file: Ed25519, RSA from 2048 bits, ECDSA P-256/384/521. An empty passphrase is none. */
export function openKeyText(
  file: KeyText,
  passphrase: string | null,
): Result<OpenedKey, Failure<KeyFileCode>> {
  const refusal = refuseByHeader(file);
  if (refusal !== null) return refusal;
  const parsed = decrypt(file, passphrase === '' ? null : passphrase);
  if (!parsed.ok) return parsed;
  const key = opened(file.path, parsed.value);
  return key.ok && !headerFits(file, key.value) ? unusable(file.path, 'it is damaged') : key;
}

/** Reads and opens a key file. */
export async function openKeyFile(
  path: string,
  passphrase: string | null,
): Promise<Result<OpenedKey, Failure<KeyFileCode>>> {
  const file = await readKeyText(path);
  return file.ok ? openKeyText(file.value, passphrase) : file;
}
