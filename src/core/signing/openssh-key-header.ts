/** The open part of an OpenSSH private key file (OpenSSH PROTOCOL.key): public key and encryption, no passphrase needed. */
import { keyType } from '@domain/evidence/public-key';
import { readWire, refuse, type WireReader } from '@domain/evidence/ssh-wire';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';

export interface OpensshKeyHeader {
  readonly type: string;
  readonly blob: Uint8Array;
  readonly encrypted: boolean;
}

const FILE =
  /^-----BEGIN OPENSSH PRIVATE KEY-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END OPENSSH PRIVATE KEY-----$/;
const MAGIC = Buffer.from('openssh-key-v1\0');
/** Each round costs about 15 ms here; `ssh-keygen -a` is rarely above 200. More would only hold the program up. */
const MAX_ROUNDS = 4000;

function checkRounds(options: Uint8Array): void {
  const rounds = readWire(options, (r) => {
    r.bytes();
    return r.u32();
  });
  if (!rounds.ok) refuse('its key derivation is malformed');
  else if (rounds.value > MAX_ROUNDS) refuse(`it asks for ${rounds.value} rounds of key derivation`);
}

function readHeader(r: WireReader): Omit<OpensshKeyHeader, 'type'> {
  if (!Buffer.from(r.take(MAGIC.length)).equals(MAGIC)) refuse('it is not of version 1');
  const encrypted = r.name() !== 'none';
  r.name();
  const options = r.bytes();
  if (encrypted) checkRounds(options);
  if (r.u32() !== 1) refuse('it does not hold exactly one key');
  const blob = r.bytes();
  r.bytes();
  // What is left is the tag of an authenticated cipher.
  r.take(r.rest());
  return { blob, encrypted };
}

/** null when the text is of another format. */
export function opensshKeyHeader(text: string): Result<OpensshKeyHeader, Failure<'key_header'>> | null {
  const body = FILE.exec(text.trim())?.[1];
  if (body === undefined) return null;
  const header = readWire(Buffer.from(body, 'base64'), readHeader);
  if (!header.ok) return fail('key_header', header.error.message);
  const type = keyType(header.value.blob);
  return type.ok
    ? ok({ type: type.value, ...header.value })
    : fail('key_header', 'its public key is malformed');
}
