import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deviceKey, deviceKeyPath } from '@core/signing/device-key';
import { type KeyWrapper, passphraseWrapper } from '@core/signing/key-wrapper';
import { makeStoredKey } from '@core/signing/stored-key';
import { NAMESPACES } from '@domain/evidence/sshsig';
import { ok } from '@domain/kernel/result';
import { describe, expect, it } from 'vitest';
import { accepts, tempFolder } from './ssh-keygen';

const made = async (folder: string, wrapper?: KeyWrapper) => {
  const key = await deviceKey(folder, wrapper);
  if (!key.ok) throw new Error(key.error.message);
  return key.value;
};
const code = async (folder: string, wrapper?: KeyWrapper) => {
  const key = await deviceKey(folder, wrapper);
  return key.ok ? 'opened' : key.error.code;
};

describe('the device key', () => {
  it('is made on first use, found again, and readable by its owner only', async () => {
    const folder = join(tempFolder(), 'data');
    const first = await made(folder);
    const second = await made(folder);
    expect([second.publicKey, second.protection]).toEqual([first.publicKey, 'none']);
    expect(statSync(deviceKeyPath(folder)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder)).toEqual(['device-key.json']);
  });
  it('is named after itself and signs what ssh-keygen accepts', async () => {
    const device = await made(tempFolder());
    const file = Buffer.from('checkpoint\n');
    const signature = device.sign(NAMESPACES.checkpoint, file);
    expect(device.name).toMatch(/^device-[0-9a-f]{8}$/);
    expect(device.publicKey.endsWith(` ${device.name}`)).toBe(true);
    expect(accepts(device.publicKey, NAMESPACES.checkpoint, file, signature)).toBe(true);
    expect(accepts(device.publicKey, NAMESPACES.record, file, signature)).toBe(false);
  });
  it('under a passphrase opens with it, and with nothing else', async () => {
    const folder = tempFolder();
    const first = await made(folder, passphraseWrapper('Zürich 2026'));
    expect(first.protection).toBe('passphrase');
    // The same passphrase typed with a combining accent.
    expect((await made(folder, passphraseWrapper('Zürich 2026'.normalize('NFD')))).publicKey).toBe(
      first.publicKey,
    );
    expect(await code(folder, passphraseWrapper('Zurich 2026'))).toBe('passphrase_wrong');
    expect(await code(folder)).toBe('passphrase_needed');
  });
  it('can lie under a keychain of the system', async () => {
    const folder = tempFolder();
    const flip = (bytes: Uint8Array) => bytes.map((byte) => byte ^ 0x5a);
    const os: KeyWrapper = {
      protection: 'os',
      wrap: async (secret) => flip(secret),
      unwrap: async (bytes) => ok(flip(bytes)),
    };
    const first = await made(folder, os);
    expect([first.protection, (await made(folder, os)).publicKey]).toEqual(['os', first.publicKey]);
    expect(await code(folder)).toBe('passphrase_needed');
  });
  it('that was damaged is said to be, without a word of its content', async () => {
    const folder = tempFolder();
    await made(folder, passphraseWrapper('secret words'));
    const path = deviceKeyPath(folder);
    const good = readFileSync(path, 'utf8');
    for (const bad of ['', 'no json', '{}', good.slice(0, -20), good.replace('"v":1', '"v":2')]) {
      writeFileSync(path, bad);
      expect(await code(folder, passphraseWrapper('secret words'))).toBe('key_damaged');
    }
    const value = JSON.parse(good);
    writeFileSync(path, JSON.stringify({ ...value, protection: 'none' }));
    const opened = await deviceKey(folder);
    expect(opened.ok ? '' : opened.error.message).not.toContain(value.pkcs8.slice(0, 12));
    expect(opened.ok ? '' : opened.error.code).toBe('key_damaged');
  });
  it('is never written over', async () => {
    const folder = tempFolder();
    const { publicKey } = await made(folder);
    const again = await makeStoredKey(deviceKeyPath(folder), passphraseWrapper('x'));
    expect(again.ok ? '' : again.error.code).toBe('key_io');
    expect((await made(folder)).publicKey).toBe(publicKey);
  });
  it('that can not be written is a failure with the path', async () => {
    const folder = join(tempFolder(), 'file');
    writeFileSync(folder, '');
    chmodSync(folder, 0o600);
    expect(await code(join(folder, 'data'))).toBe('key_io');
    expect(existsSync(deviceKeyPath(folder))).toBe(false);
  });
});
