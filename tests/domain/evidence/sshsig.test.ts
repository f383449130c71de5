import { fromBase64, toBase64 } from '@domain/evidence/base64';
import { toHex, utf8 } from '@domain/evidence/hash';
import { fingerprint, parsePublicKey, publicKeyLine } from '@domain/evidence/public-key';
import { mpint, readWire, sshString, u32 } from '@domain/evidence/ssh-wire';
import { armour, bytesToSign, NAMESPACES, parseArmour, signoffNamespace } from '@domain/evidence/sshsig';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  SIGNATURE,
  SIGNED_FILE,
  SIGNER_FINGERPRINT,
  SIGNER_LINE,
  sha256,
  sha512,
  TO_BE_SIGNED,
} from './vectors';

const golden = parseArmour(SIGNATURE);
if (!golden.ok) throw new Error(golden.error.message);
const wire = (algorithm: string, bytes: Uint8Array) =>
  Buffer.concat([sshString(algorithm), sshString(bytes)]);

describe('base64', () => {
  it('agrees with the platform, both ways', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        expect(toBase64(bytes)).toBe(text);
        const back = fromBase64(text);
        expect(back.ok && [...back.value]).toEqual([...bytes]);
      }),
    );
  });
  it.each(['A', 'AA', 'AAA', 'AA=A', 'AB==', 'AAB=', 'A===', '====', 'AA-_', 'AAAA\n'])(
    'refuses %s',
    (text) => expect(fromBase64(text).ok).toBe(false),
  );
});

describe('SSH signatures', () => {
  it('sign the bytes of the golden vector', () => {
    expect(toHex(bytesToSign(NAMESPACES.record, sha512(utf8(SIGNED_FILE))))).toBe(TO_BE_SIGNED);
  });
  it('have the armour of the golden vector', () => {
    const { publicKey, namespace, algorithm, bytes, token } = golden.value;
    expect([namespace, algorithm, bytes.length, token]).toEqual([NAMESPACES.record, 'ssh-ed25519', 64, null]);
    expect(armour(publicKey, namespace, wire(algorithm, bytes))).toBe(SIGNATURE);
    expect(publicKeyLine('ssh-ed25519', publicKey)).toBe(SIGNER_LINE);
  });
  it('are never read the same after one changed byte', () => {
    for (let i = 0; i < SIGNATURE.length; i++) {
      for (const flip of [1, 2, 4, 8, 16, 32, 64]) {
        const changed =
          SIGNATURE.slice(0, i) +
          String.fromCharCode(SIGNATURE.charCodeAt(i) ^ flip) +
          SIGNATURE.slice(i + 1);
        expect(parseArmour(changed)).not.toEqual(golden);
      }
    }
  });
  it('keep flags and counter of a security key apart', () => {
    const token = Buffer.concat([
      wire('sk-ssh-ed25519@openssh.com', new Uint8Array(64)),
      Uint8Array.of(1),
      u32(77),
    ]);
    const parsed = parseArmour(armour(golden.value.publicKey, NAMESPACES.record, token));
    expect(parsed.ok && parsed.value.token).toEqual({ flags: 1, counter: 77 });
  });
  const rebuilt = (version: number, reserved: string, hash: string, after = '') => {
    const parts = [
      utf8('SSHSIG'),
      u32(version),
      sshString(golden.value.publicKey),
      sshString(NAMESPACES.record),
      sshString(reserved),
      sshString(hash),
      sshString(wire('ssh-ed25519', golden.value.bytes)),
      utf8(after),
    ];
    const lines = toBase64(Buffer.concat(parts)).match(/.{1,70}/g) ?? [];
    return `-----BEGIN SSH SIGNATURE-----\n${lines.join('\n')}\n-----END SSH SIGNATURE-----\n`;
  };
  it('can be rebuilt by the helper of the next test', () => expect(rebuilt(1, '', 'sha512')).toBe(SIGNATURE));
  it.each([
    ['version 2', rebuilt(2, '', 'sha512')],
    ['a filled reserved field', rebuilt(1, 'x', 'sha512')],
    ['sha256', rebuilt(1, '', 'sha256')],
    ['trailing bytes', rebuilt(1, '', 'sha512', 'x')],
    ['CR LF', SIGNATURE.replaceAll('\n', '\r\n')],
    ['other line widths', SIGNATURE.replace(/(?<=U1NIU0lH)/, '\n')],
    ['text before it', `x${SIGNATURE}`],
    ['text after it', `${SIGNATURE}\n`],
    ['another armour', SIGNATURE.replaceAll('SSH SIGNATURE', 'PGP SIGNATURE')],
    ['nothing', ''],
    ['a megabyte', SIGNATURE.replace('U1NI', 'U1NI'.repeat(250_000))],
  ])('refuse %s', (_, text) => expect(parseArmour(text).ok).toBe(false));
  it('name the role in the namespace', () =>
    expect(signoffNamespace('business')).toBe('holdpoint.signoff.business.v1@holdpoint.dev'));
});

describe('the wire reader', () => {
  it('never reads outside its bytes and never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const read = readWire(bytes, (r) => [r.name(), r.bytes(), r.positive(), r.u8()]);
        if (!read.ok) expect(read.error.code).toBe('wire');
      }),
    );
  });
  it('refuses a length of 4 GiB', () => {
    expect(readWire(Uint8Array.of(255, 255, 255, 255, 1), (r) => r.bytes()).ok).toBe(false);
  });
  it('takes numbers in their shortest form only', () => {
    const positive = (bytes: number[]) =>
      readWire(sshString(Uint8Array.from(bytes)), (r) => [...r.positive()]);
    expect(positive([0, 0x80])).toEqual({ ok: true, value: [0x80] });
    expect([[], [0], [0, 1], [0x80], [0, 0, 0x80]].map((b) => positive(b).ok)).toEqual(Array(5).fill(false));
  });
  it('writes numbers in their shortest form', () => {
    expect([...mpint(Uint8Array.of(0, 0, 0x80))]).toEqual([0, 0, 0, 2, 0, 0x80]);
    expect([...mpint(Uint8Array.of(0, 1))]).toEqual([0, 0, 0, 1, 1]);
    expect([...mpint(Uint8Array.of(0))]).toEqual([0, 0, 0, 0]);
  });
});

describe('public keys', () => {
  it('have the fingerprint ssh-keygen prints', () => {
    const key = parsePublicKey(`${SIGNER_LINE} ann@example.com`);
    expect(key.ok && [key.value.comment, fingerprint(key.value.blob, sha256)]).toEqual([
      'ann@example.com',
      SIGNER_FINGERPRINT,
    ]);
  });
  it.each([
    '',
    'ssh-ed25519',
    'ssh-ed25519 !!!!',
    SIGNER_LINE.replace('ssh-ed25519', 'ssh-rsa'),
    'ssh-ed25519 AAAA',
  ])('refuse "%s"', (line) => expect(parsePublicKey(line).ok).toBe(false));
});
