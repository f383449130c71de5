/** SSH signatures over files (TRUST F4; OpenSSH PROTOCOL.sshsig). Only sha512 and an empty reserved field are used. */
import { type Failure, fail, ok, type Result } from '../kernel/result';
import { fromBase64, toBase64 } from './base64';
import { utf8 } from './hash';
import { concat, readWire, refuse, sshString, u32, type WireReader } from './ssh-wire';

const MAGIC = utf8('SSHSIG');
const BEGIN = '-----BEGIN SSH SIGNATURE-----\n';
const END = '-----END SSH SIGNATURE-----\n';
const LINE_WIDTH = 70;
/** An RSA-16384 signature is below 6 KiB of armour; anything far larger is not a signature. */
const MAX_ARMOUR = 32 * 1024;

/** What a signature means; the auditor's allowed_signers file says which key may sign as what. */
export const NAMESPACES = {
  checkpoint: 'holdpoint.checkpoint.v1@holdpoint.dev',
  record: 'holdpoint.record.v1@holdpoint.dev',
  handoverOut: 'holdpoint.handover.out.v1@holdpoint.dev',
  handoverIn: 'holdpoint.handover.in.v1@holdpoint.dev',
  key: 'holdpoint.key.v1@holdpoint.dev',
} as const;
export const signoffNamespace = (role: string): string => `holdpoint.signoff.${role}.v1@holdpoint.dev`;

export interface SshSignature {
  /** The signer's key as wire bytes. */
  readonly publicKey: Uint8Array;
  readonly namespace: string;
  /** The algorithm that made it, e.g. `ssh-ed25519`, `rsa-sha2-512`. */
  readonly algorithm: string;
  /** The algorithm's own bytes, and for security keys what follows them. */
  readonly bytes: Uint8Array;
  /** Flags and counter of a security key (`sk-` algorithms), else null. */
  readonly token: { readonly flags: number; readonly counter: number } | null;
}

/** What the key really signs: magic, namespace, reserved, hash name, SHA-512 of the file. */
export const bytesToSign = (namespace: string, sha512OfFile: Uint8Array): Uint8Array =>
  concat(MAGIC, sshString(namespace), sshString(''), sshString('sha512'), sshString(sha512OfFile));

/** The text of a `.sig` file. `signature` is the wire form, exactly what an ssh-agent returns. */
export function armour(publicKey: Uint8Array, namespace: string, signature: Uint8Array): string {
  const blob = concat(
    MAGIC,
    u32(1),
    sshString(publicKey),
    sshString(namespace),
    sshString(''),
    sshString('sha512'),
    sshString(signature),
  );
  const lines = toBase64(blob).match(new RegExp(`.{1,${LINE_WIDTH}}`, 'g')) ?? [];
  return `${BEGIN}${lines.join('\n')}\n${END}`;
}

/** The wire form of a signature: algorithm, bytes, and for security keys flags and counter. */
export function parseSignature(
  blob: Uint8Array,
): Result<Pick<SshSignature, 'algorithm' | 'bytes' | 'token'>, Failure<'wire'>> {
  return readWire(blob, (r) => {
    const algorithm = r.name();
    const bytes = r.bytes();
    return {
      algorithm,
      bytes,
      token: algorithm.startsWith('sk-') ? { flags: r.u8(), counter: r.u32() } : null,
    };
  });
}

function readEnvelope(r: WireReader) {
  if (!MAGIC.every((byte) => r.u8() === byte)) refuse('it does not start with SSHSIG');
  if (r.u32() !== 1) refuse('its version is not 1');
  const publicKey = r.bytes();
  const namespace = r.name();
  if (r.bytes().length !== 0) refuse('its reserved field is not empty');
  if (r.name() !== 'sha512') refuse('it does not use sha512');
  return { publicKey, namespace, signature: r.bytes() };
}

function unwrap(text: string): Result<Uint8Array, Failure<'sshsig'>> {
  if (text.length > MAX_ARMOUR || !text.startsWith(BEGIN) || !text.endsWith(`\n${END}`))
    return fail('sshsig', 'not an armoured SSH signature');
  const blob = fromBase64(text.slice(BEGIN.length, -END.length).replaceAll('\n', ''));
  return blob.ok ? ok(blob.value) : fail('sshsig', `the signature's ${blob.error.message}`);
}

/** Reads a `.sig` file. Strict: the text must be exactly what `armour` (and ssh-keygen) writes for its content. */
export function parseArmour(text: string): Result<SshSignature, Failure<'sshsig'>> {
  const blob = unwrap(text);
  if (!blob.ok) return blob;
  const envelope = readWire(blob.value, readEnvelope);
  if (!envelope.ok) return fail('sshsig', `the signature is malformed: ${envelope.error.message}`);
  const { publicKey, namespace, signature } = envelope.value;
  const inner = parseSignature(signature);
  if (!inner.ok) return fail('sshsig', `the signature is malformed: ${inner.error.message}`);
  if (armour(publicKey, namespace, signature) !== text)
    return fail('sshsig', 'the armour is not in its one exact form');
  return ok({ publicKey, namespace, ...inner.value });
}
