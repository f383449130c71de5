import { createHash, createPrivateKey, generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { sha256 } from '@core/signing/digest';
import { publicBlob, publicKeyObject } from '@core/signing/public-key-object';
import { signArmoured } from '@core/signing/sign-with-key';
import { verifySshsig } from '@core/signing/verify';
import { fingerprint, parsePublicKey, publicKeyLine } from '@domain/evidence/public-key';
import { concat, mpint, sshString, u32 } from '@domain/evidence/ssh-wire';
import { armour, bytesToSign, NAMESPACES, parseArmour } from '@domain/evidence/sshsig';
import { describe, expect, it } from 'vitest';
import { SIGNATURE, SIGNED_FILE, SIGNER_FINGERPRINT, SIGNER_LINE } from '../../domain/evidence/vectors';
import { accepts, makeKey, publicLine, sign, tempFolder } from './ssh-keygen';

const FILE = Buffer.from('{"run":"r1"}\n');
const NS = NAMESPACES.record;
const code = (result: ReturnType<typeof verifySshsig>) => (result.ok ? 'good' : result.error.code);
const sha512 = (bytes: Uint8Array) => createHash('sha512').update(bytes).digest();
const KINDS = [
  ['Ed25519', ['-t', 'ed25519'], () => generateKeyPairSync('ed25519').privateKey],
  [
    'RSA 2048',
    ['-t', 'rsa', '-b', '2048'],
    () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  ],
  [
    'ECDSA P-256',
    ['-t', 'ecdsa', '-b', '256'],
    () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  ],
  [
    'ECDSA P-384',
    ['-t', 'ecdsa', '-b', '384'],
    () => generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  ],
  [
    'ECDSA P-521',
    ['-t', 'ecdsa', '-b', '521'],
    () => generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey,
  ],
] as const;

describe('the golden vector', () => {
  it('verifies, and is what its key signs', () => {
    const verified = verifySshsig(Buffer.from(SIGNED_FILE), SIGNATURE, NS);
    expect(verified).toMatchObject({
      ok: true,
      value: { keyLine: SIGNER_LINE, fingerprint: SIGNER_FINGERPRINT },
    });
    const seed = Buffer.from(Array.from({ length: 32 }, (_, i) => i));
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    expect(signArmoured(key, NS, Buffer.from(SIGNED_FILE))).toBe(SIGNATURE);
  });
});

describe.each(KINDS)('%s', (_, args, generate) => {
  it('signatures of ssh-keygen are accepted here, and only for their bytes and namespace', () => {
    const path = makeKey(tempFolder(), args);
    const made = sign(path, NS, FILE);
    const verified = verifySshsig(FILE, made, NS);
    expect(verified.ok && verified.value.keyLine).toBe(publicLine(path).split(' ').slice(0, 2).join(' '));
    expect(code(verifySshsig(Buffer.from('{"run":"r2"}\n'), made, NS))).toBe('signature');
    expect(code(verifySshsig(FILE, made, NAMESPACES.checkpoint))).toBe('namespace');
  });
  it('signatures made here are accepted by ssh-keygen', () => {
    // Several, because one number in 256 begins with a zero byte, where encodings go wrong.
    for (let i = 0; i < 12; i++) {
      const key = generate();
      const { type, blob } = publicBlob(key);
      const file = Buffer.from(`{"n":${i}}\n`);
      const made = signArmoured(key, NS, file);
      expect(accepts(publicKeyLine(type, blob), NS, file, made)).toBe(true);
      expect(code(verifySshsig(file, made, NS))).toBe('good');
    }
  });
  it('never verify after one changed bit of the file or the signature', () => {
    const key = generate();
    const made = signArmoured(key, NS, FILE);
    for (let i = 0; i < FILE.length; i++) {
      const changed = Buffer.from(FILE);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(code(verifySshsig(changed, made, NS))).not.toBe('good');
    }
    const own = publicBlob(key).blob;
    for (let i = 0; i < made.length; i++) {
      const changed = made.slice(0, i) + String.fromCharCode(made.charCodeAt(i) ^ 1) + made.slice(i + 1);
      const verified = verifySshsig(FILE, changed, NS);
      if (verified.ok) expect(Buffer.from(verified.value.key).equals(own)).toBe(false);
    }
  });
});

describe('ECDSA numbers with a leading zero byte', () => {
  it('are written and read as ssh-keygen does', () => {
    const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { type, blob } = publicBlob(key);
    let short = 0;
    for (let n = 0; short < 3 && n < 5000; n++) {
      const file = Buffer.from(`{"n":${n}}\n`);
      const made = signArmoured(key, NS, file);
      const parsed = parseArmour(made);
      // Two numbers of 32 bytes and their lengths take 72: in a shorter one a zero byte was left out.
      if (!parsed.ok || parsed.value.bytes.length >= 72) continue;
      short += 1;
      expect([
        code(verifySshsig(file, made, NS)),
        accepts(publicKeyLine(type, blob), NS, file, made),
      ]).toEqual(['good', true]);
    }
    expect(short).toBe(3);
  });
});

describe('what is not good enough', () => {
  const ed = generateKeyPairSync('ed25519').privateKey;
  it('is a signature over sha256', () => {
    const path = makeKey(tempFolder(), ['-t', 'ed25519']);
    expect(code(verifySshsig(FILE, sign(path, NS, FILE, '-O', 'hashalg=sha256'), NS))).toBe('sshsig');
  });
  it('is an RSA key below 2048 bits', () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
    expect(code(verifySshsig(FILE, signArmoured(weak, NS, FILE), NS))).toBe('key_weak');
  });
  it('is RSA with SHA-1, as old agents answer', () => {
    const { privateKey: rsa } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const data = bytesToSign(NS, sha512(FILE));
    const sha1 = concat(sshString('ssh-rsa'), sshString(signBytes('sha1', data, rsa)));
    expect(code(verifySshsig(FILE, armour(publicBlob(rsa).blob, NS, sha1), NS))).toBe('algorithm');
    const sha2 = concat(sshString('rsa-sha2-256'), sshString(signBytes('sha256', data, rsa)));
    expect(code(verifySshsig(FILE, armour(publicBlob(rsa).blob, NS, sha2), NS))).toBe('good');
  });
  it('is an algorithm that is not the key’s', () => {
    const wire = concat(sshString('ecdsa-sha2-nistp256'), sshString(new Uint8Array(64)));
    expect(code(verifySshsig(FILE, armour(publicBlob(ed).blob, NS, wire), NS))).toBe('algorithm');
  });
  it.each([
    ['no key at all', new Uint8Array(0), 'key_malformed'],
    ['a short Ed25519 key', concat(sshString('ssh-ed25519'), sshString(new Uint8Array(31))), 'key_malformed'],
    ['bytes after the key', concat(publicBlob(ed).blob, u32(0)), 'key_malformed'],
    ['a certificate', concat(sshString('ssh-ed25519-cert-v01@openssh.com'), sshString('x')), 'key_type'],
    ['DSA', concat(sshString('ssh-dss'), mpint(Uint8Array.of(5))), 'key_type'],
    [
      'a point off the curve',
      concat(
        sshString('ecdsa-sha2-nistp256'),
        sshString('nistp256'),
        sshString(concat(Uint8Array.of(4), new Uint8Array(63), Uint8Array.of(1))),
      ),
      'key_malformed',
    ],
    [
      'a curve that is not the type’s',
      concat(sshString('ecdsa-sha2-nistp256'), sshString('nistp384'), sshString(new Uint8Array(97))),
      'key_malformed',
    ],
    [
      'a curve named like a property of objects',
      concat(sshString('ecdsa-sha2-toString'), sshString('toString'), sshString('x')),
      'key_malformed',
    ],
  ])('is %s', (_, blob, expected) => {
    const key = publicKeyObject(blob);
    expect(key.ok ? 'good' : key.error.code).toBe(expected);
  });
});

describe('security keys', () => {
  const { privateKey: key } = generateKeyPairSync('ed25519');
  const point = publicBlob(key).blob.subarray(-32);
  const blob = concat(sshString('sk-ssh-ed25519@openssh.com'), sshString(point), sshString('ssh:'));
  const touched = (flags: number) => {
    const tail = concat(Uint8Array.of(flags), u32(7));
    const data = concat(sha256(Buffer.from('ssh:')), tail, sha256(bytesToSign(NS, sha512(FILE))));
    const wire = concat(sshString('sk-ssh-ed25519@openssh.com'), sshString(signBytes(null, data, key)), tail);
    return armour(blob, NS, wire);
  };
  const line = publicKeyLine('sk-ssh-ed25519@openssh.com', blob);
  it('are verified as ssh-keygen does', () => {
    expect([code(verifySshsig(FILE, touched(1), NS)), accepts(line, NS, FILE, touched(1))]).toEqual([
      'good',
      true,
    ]);
  });
  it('must have been touched, which ssh-keygen does not ask for', () => {
    expect([code(verifySshsig(FILE, touched(0), NS)), accepts(line, NS, FILE, touched(0))]).toEqual([
      'touch',
      true,
    ]);
  });
});

describe('fingerprints and lines', () => {
  it('of every kind are those of ssh-keygen', () => {
    for (const [, args] of KINDS) {
      const text = publicLine(makeKey(tempFolder(), args));
      const parsed = parsePublicKey(text);
      if (!parsed.ok) throw new Error(parsed.error.message);
      const object = publicKeyObject(parsed.value.blob);
      if (!object.ok) throw new Error(object.error.message);
      const again = publicBlob(object.value.key);
      expect(publicKeyLine(again.type, again.blob, 'test key')).toBe(text);
      expect(fingerprint(again.blob, sha256)).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
    }
  });
});
