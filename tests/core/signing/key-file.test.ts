import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openKeyFile } from '@core/signing/key-file';
import { opensshKeyHeader } from '@core/signing/openssh-key-header';
import { concat, sshString, u32 } from '@domain/evidence/ssh-wire';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../../support/temp-dir';
import { CANARY, errorOf, everythingSaid, expectNoSecret, makeKey, printOf, unwrap } from './helpers';

const newPath = () => join(tempDir(), 'id');

/** A key file of our making: OpenSSH PROTOCOL.key. */
function opensshFile(
  publicBlob: Uint8Array,
  cipher = 'none',
  kdf = 'none',
  options: Uint8Array = new Uint8Array(),
): string {
  const body = concat(
    Buffer.from('openssh-key-v1\0'),
    sshString(cipher),
    sshString(kdf),
    sshString(options),
    u32(1),
    sshString(publicBlob),
    sshString(new Uint8Array(64)),
  );
  const lines =
    Buffer.from(body)
      .toString('base64')
      .match(/.{1,70}/g) ?? [];
  const path = newPath();
  const marks = ['-----BEGIN OPENSSH PRIVATE KEY-----', '-----END OPENSSH PRIVATE KEY-----'];
  writeFileSync(path, `${[marks[0], ...lines, marks[1]].join('\n')}\n`, { mode: 0o600 });
  return path;
}

const KINDS = ['ed25519', 'rsa:2048', 'ecdsa:256', 'ecdsa:384', 'ecdsa:521'] as const;

describe('a key file of ssh-keygen', () => {
  it.each(KINDS)('of kind %s opens with the fingerprint that ssh-keygen prints', async (kind) => {
    const path = makeKey(newPath(), kind);
    const opened = unwrap(await openKeyFile(path, null));
    expect(opened.fingerprint).toBe(printOf(path));
    expect(opened.comment).toBe(`${kind.split(':')[0]} of a test`);
  });

  it.each(KINDS)('of kind %s with a passphrase opens with it, and not otherwise', async (kind) => {
    const path = makeKey(newPath(), kind, CANARY);
    expect(unwrap(await openKeyFile(path, CANARY)).fingerprint).toBe(printOf(path));
    expect(errorOf(await openKeyFile(path, null)).code).toBe('passphrase_needed');
    expect(errorOf(await openKeyFile(path, '')).code).toBe('passphrase_needed');
    expect(errorOf(await openKeyFile(path, `${CANARY} wrong`)).code).toBe('passphrase_wrong');
  });

  it('opens with a passphrase of other than ASCII letters', async () => {
    const path = makeKey(newPath(), 'ed25519', 'пароль 密码 é');
    expect(unwrap(await openKeyFile(path, 'пароль 密码 é')).fingerprint).toBe(printOf(path));
  });

  it.each(['aes256-gcm@openssh.com', 'aes128-cbc'])('encrypted with %s opens', async (cipher) => {
    const path = makeKey(newPath(), 'ed25519', CANARY, ['-Z', cipher]);
    expect(unwrap(await openKeyFile(path, CANARY)).fingerprint).toBe(printOf(path));
    expect(errorOf(await openKeyFile(path, 'wrong')).code).toBe('passphrase_wrong');
  });

  it.each(['', CANARY])('in the old PEM format opens (passphrase "%s")', async (passphrase) => {
    const path = makeKey(newPath(), 'ecdsa:256', passphrase, ['-m', 'PEM']);
    expect(unwrap(await openKeyFile(path, passphrase)).fingerprint).toBe(printOf(path));
    if (passphrase !== '') expect(errorOf(await openKeyFile(path, null)).code).toBe('passphrase_needed');
    if (passphrase !== '') expect(errorOf(await openKeyFile(path, 'wrong')).code).toBe('passphrase_wrong');
  });

  it('says its type and fingerprint without the passphrase', () => {
    const path = makeKey(newPath(), 'ed25519', CANARY);
    const header = opensshKeyHeader(readFileSync(path, 'utf8'));
    expect(header?.ok === true && header.value).toMatchObject({ type: 'ssh-ed25519', encrypted: true });
  });
});

describe('a file that can not sign', () => {
  async function refusal(path: string, passphrase: string | null = null): Promise<string> {
    const error = errorOf(await openKeyFile(path, passphrase));
    expect(error.code).toBe('key_unusable');
    return error.message;
  }

  it('that is not there is missing', async () => {
    const path = newPath();
    const error = errorOf(await openKeyFile(path, null));
    expect(error).toMatchObject({ code: 'key_missing', data: { path } });
  });

  it('of a security key sends to the agent', async () => {
    const blob = concat(
      sshString('sk-ssh-ed25519@openssh.com'),
      sshString(new Uint8Array(32)),
      sshString('ssh:'),
    );
    expect(await refusal(opensshFile(blob))).toContain('ssh-agent');
  });

  it('with a short RSA key is refused with its size', async () => {
    expect(await refusal(makeKey(newPath(), 'rsa:1024'))).toContain('1024 bits is too short');
  });

  it('with a DSA key is refused', async () => {
    expect(await refusal(makeKey(newPath(), 'dsa'))).toContain('ssh-dss');
  });

  it('with the encryption of a newer or unknown kind is refused, not called a wrong passphrase', async () => {
    const key = concat(sshString('ssh-ed25519'), sshString(new Uint8Array(32).fill(9)));
    const options = concat(sshString(new Uint8Array(16)), u32(1));
    expect(await refusal(opensshFile(key, 'rot13', 'bcrypt', options), 'x')).toContain('format');
  });

  it('that asks for a day of key derivation is refused at once', async () => {
    const key = concat(sshString('ssh-ed25519'), sshString(new Uint8Array(32).fill(9)));
    const options = concat(sshString(new Uint8Array(16)), u32(0xffffffff));
    expect(await refusal(opensshFile(key, 'aes256-ctr', 'bcrypt', options), 'x')).toContain('rounds');
  });

  it('that others can read is refused, as ssh does', async () => {
    const path = makeKey(newPath());
    chmodSync(path, 0o644);
    expect(await refusal(path)).toContain('chmod 600');
  });

  it('that holds only a public key is refused', async () => {
    const path = makeKey(newPath());
    copyFileSync(`${path}.pub`, `${path}2`);
    chmodSync(`${path}2`, 0o600);
    await refusal(`${path}2`);
  });

  it('that is no file, or a named pipe nobody writes to, is refused', async () => {
    const [folder, pipe] = [newPath(), newPath()];
    mkdirSync(folder, { mode: 0o700 });
    execFileSync('mkfifo', ['-m', '600', pipe]);
    expect(await refusal(folder)).toContain('not a file');
    expect(await refusal(pipe)).toContain('not a file');
  });

  it('that is far too large is refused unread', async () => {
    const path = newPath();
    writeFileSync(path, Buffer.alloc(1024 * 1024), { mode: 0o600 });
    expect(await refusal(path)).toContain('too large');
  });

  it('that is damaged anywhere never opens as another key and never throws', async () => {
    const path = makeKey(newPath());
    const text = readFileSync(path, 'utf8');
    const whole = printOf(path);
    for (let at = 36; at < text.length - 36; at += 5) {
      writeFileSync(path, `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`);
      const opened = await openKeyFile(path, null);
      // What does no harm (the comment, line ends) may change; the key may not.
      expect(opened.ok ? opened.value.fingerprint : whole).toBe(whole);
    }
  });
});

describe('what is said of a key file', () => {
  it.each(['', CANARY])(
    'holds no part of the key and no passphrase (passphrase "%s")',
    async (passphrase) => {
      const path = makeKey(newPath(), 'rsa:2048', passphrase);
      const answers = [
        await openKeyFile(path, passphrase),
        await openKeyFile(path, null),
        await openKeyFile(path, `${CANARY} wrong`),
      ];
      expectNoSecret(everythingSaid(...answers), path);
    },
  );
});
