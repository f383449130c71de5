import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { join } from 'node:path';
import { agentIdentities, agentSign, agentSocketOf } from '@core/signing/agent';
import { sha256 } from '@core/signing/digest';
import { publicBlob } from '@core/signing/public-key-object';
import { agentSigner } from '@core/signing/signer';
import { concat, sshString, u32 } from '@domain/evidence/ssh-wire';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../../support/temp-dir';
import {
  BYTES,
  errorOf,
  fakeAgent,
  frame,
  makeKey,
  NAMESPACE,
  printOf,
  startAgent,
  stockVerify,
  unwrap,
} from './helpers';

const SOON = { listMs: 30, signMs: 30 };
const PATIENT = { listMs: 30_000, signMs: 30_000 };
const someKey = publicBlob(generateKeyPairSync('ed25519').publicKey);

describe('where the agent listens', () => {
  it.each([
    ['the socket the environment names', { SSH_AUTH_SOCK: '/run/agent' }, 'linux', '/run/agent'],
    ['no socket where none is named', {}, 'linux', null],
    ['no socket where an empty one is named', { SSH_AUTH_SOCK: '' }, 'darwin', null],
    ["OpenSSH's pipe on Windows", {}, 'win32', '\\\\.\\pipe\\openssh-ssh-agent'],
    ['a named pipe on Windows', { SSH_AUTH_SOCK: '\\\\.\\pipe\\other' }, 'win32', '\\\\.\\pipe\\other'],
  ] as const)('is %s', (_, env, platform, expected) => {
    expect(agentSocketOf(env, platform)).toBe(expected);
  });
});

describe('a real ssh-agent', () => {
  it('lists its keys with the fingerprints that ssh-keygen prints', async () => {
    const agent = await startAgent();
    const folder = tempDir();
    const paths = ['ed25519', 'rsa:2048', 'ecdsa:256'].map((kind, i) => makeKey(join(folder, `k${i}`), kind));
    for (const path of paths) agent.add(path);
    const identities = unwrap(await agentIdentities(agent.socket));
    expect(identities.map((key) => key.fingerprint)).toEqual(paths.map(printOf));
    expect(identities.map((key) => key.type)).toEqual(['ssh-ed25519', 'ssh-rsa', 'ecdsa-sha2-nistp256']);
    expect(identities.map((key) => key.unusable)).toEqual([null, null, null]);
    expect(identities[0]?.comment).toBe('ed25519 of a test');
  });

  it('lists certificates and short RSA keys and says that they are not used', async () => {
    const agent = await startAgent();
    const folder = tempDir();
    const [ca, key] = [makeKey(join(folder, 'ca')), makeKey(join(folder, 'id'))];
    execFileSync('ssh-keygen', ['-q', '-s', ca, '-I', 'me', `${key}.pub`]);
    agent.add(key);
    agent.add(makeKey(join(folder, 'short'), 'rsa:1024'));
    const identities = unwrap(await agentIdentities(agent.socket));
    expect(identities.map((identity) => [identity.type, identity.unusable])).toEqual([
      ['ssh-ed25519', null],
      ['ssh-ed25519-cert-v01@openssh.com', 'certificates are not supported; choose the plain key'],
      ['ssh-rsa', 'an RSA key of 1024 bits is too short'],
    ]);
  });

  it('holds no key for anyone while it is locked, and says so when asked to sign', async () => {
    const agent = await startAgent();
    agent.add(makeKey(join(tempDir(), 'id')));
    const [key] = unwrap(await agentIdentities(agent.socket));
    if (key === undefined) throw new Error('the agent lists no key');
    agent.lock('secret');
    expect(unwrap(await agentIdentities(agent.socket))).toEqual([]);
    const refusal = errorOf(await agentSigner(agent.socket, key).sign(NAMESPACE, BYTES));
    expect(refusal.code).toBe('agent_refused');
    expect(refusal.message).toContain('locked');
  });

  it('refuses with a key that was removed after it was listed', async () => {
    const agent = await startAgent();
    const path = makeKey(join(tempDir(), 'id'));
    agent.add(path);
    const [key] = unwrap(await agentIdentities(agent.socket));
    if (key === undefined) throw new Error('the agent lists no key');
    agent.remove(path);
    expect(errorOf(await agentSigner(agent.socket, key).sign(NAMESPACE, BYTES)).code).toBe('agent_refused');
  });

  it('that is gone is a failure, not an exception', async () => {
    const agent = await startAgent();
    await agent.stop();
    expect(errorOf(await agentIdentities(agent.socket)).code).toBe('agent_gone');
    expect(errorOf(await agentSign(agent.socket, someKey, BYTES)).code).toBe('agent_gone');
  });
});

describe('an agent that misbehaves', () => {
  const identitiesAnswer = (...fields: readonly Uint8Array[]) => frame(12, ...fields);

  it.each([
    ['never answers', () => {}, SOON, 'agent_timeout'],
    [
      'sends half an answer',
      (_: Buffer, s: NodeJS.WritableStream) => s.write(frame(12).subarray(0, 3)),
      SOON,
      'agent_timeout',
    ],
    ['hangs up', (_: Buffer, s: NodeJS.WritableStream) => s.end(), PATIENT, 'agent_gone'],
    [
      'hangs up in the middle',
      (_: Buffer, s: NodeJS.WritableStream) => s.end(Buffer.of(0, 0, 1)),
      PATIENT,
      'agent_gone',
    ],
    [
      'announces too much',
      (_: Buffer, s: NodeJS.WritableStream) => s.write(Buffer.of(0, 4, 0, 1)),
      PATIENT,
      'agent_protocol',
    ],
    [
      'announces nothing',
      (_: Buffer, s: NodeJS.WritableStream) => s.write(Buffer.alloc(4)),
      PATIENT,
      'agent_protocol',
    ],
    [
      'answers twice',
      (_: Buffer, s: NodeJS.WritableStream) => s.write(concat(frame(12, u32(0)), frame(5))),
      PATIENT,
      'agent_protocol',
    ],
    [
      'answers something else',
      (_: Buffer, s: NodeJS.WritableStream) => s.write(frame(14, sshString('x'))),
      PATIENT,
      'agent_protocol',
    ],
    ['refuses', (_: Buffer, s: NodeJS.WritableStream) => s.write(frame(5)), PATIENT, 'agent_refused'],
    [
      'counts more keys than it sends',
      (_: Buffer, s: NodeJS.WritableStream) => s.write(identitiesAnswer(u32(0xffffffff))),
      PATIENT,
      'agent_protocol',
    ],
    [
      'sends bytes after the last key',
      (_: Buffer, s: NodeJS.WritableStream) => s.write(identitiesAnswer(u32(0), u32(1))),
      PATIENT,
      'agent_protocol',
    ],
    [
      'sends a field past the end',
      (_: Buffer, s: NodeJS.WritableStream) => s.write(identitiesAnswer(u32(1), u32(400))),
      PATIENT,
      'agent_protocol',
    ],
  ] as const)('and %s: %4$s', async (_, behave, limits, code) => {
    const socket = await fakeAgent((request, connection) => void behave(request, connection));
    expect(errorOf(await agentIdentities(socket, limits)).code).toBe(code);
  });

  it('is asked for one thing per connection, and answers that come in pieces are put together', async () => {
    const requests: Buffer[] = [];
    const answer = identitiesAnswer(u32(1), sshString(someKey.blob), sshString('a\u202Eb\nc'));
    const socket = await fakeAgent((request, connection) => {
      requests.push(request);
      connection.write(answer.subarray(0, 2));
      setImmediate(() => connection.write(answer.subarray(2)));
    });
    const [key] = unwrap(await agentIdentities(socket, PATIENT));
    expect(requests.map((bytes) => bytes.toString('hex'))).toEqual(['000000010b']);
    expect(key?.comment).toBe('a b c');
  });

  it('lists a key that no one can read as one that is not used', async () => {
    const answer = identitiesAnswer(u32(1), sshString(Buffer.of(1, 2, 3)), sshString(''));
    const socket = await fakeAgent((_, connection) => connection.write(answer));
    const [key] = unwrap(await agentIdentities(socket, PATIENT));
    expect(key?.type).toBe('unknown');
    expect(key?.unusable).toContain('malformed');
  });
});

describe('a security key in an agent', () => {
  const application = 'ssh:';
  /** What such a key answers: OpenSSH PROTOCOL.u2f. */
  function touch(key: KeyObject, data: Uint8Array, flags: number): Uint8Array {
    const tail = concat(Uint8Array.of(flags), u32(7));
    const signed = sign(null, concat(sha256(Buffer.from(application)), tail, sha256(data)), key);
    return concat(sshString('sk-ssh-ed25519@openssh.com'), sshString(signed), tail);
  }
  async function agentWith(flags: number): Promise<string> {
    const { privateKey } = generateKeyPairSync('ed25519');
    const plain = publicBlob(privateKey).blob.subarray(4 + 'ssh-ed25519'.length);
    const blob = concat(sshString('sk-ssh-ed25519@openssh.com'), plain, sshString(application));
    return fakeAgent((request, connection) => {
      const data = request.subarray(4 + 1 + 4 + blob.length + 4, -4);
      const list = frame(12, u32(1), sshString(blob), sshString('token'));
      connection.write(request[4] === 11 ? list : frame(14, sshString(touch(privateKey, data, flags))));
    });
  }
  async function signerOf(socket: string) {
    const [key] = unwrap(await agentIdentities(socket, PATIENT));
    if (key === undefined) throw new Error('the agent lists no key');
    return agentSigner(socket, key, PATIENT);
  }

  it('is listed and signs what ssh-keygen accepts', async () => {
    const signer = await signerOf(await agentWith(1));
    const armoured = unwrap(await signer.sign(NAMESPACE, BYTES));
    expect(signer.publicKey).toContain('sk-ssh-ed25519@openssh.com ');
    expect(stockVerify(armoured, signer.publicKey, BYTES).said).toContain('Good');
  });

  it('that was not touched gives no signature', async () => {
    const signer = await signerOf(await agentWith(0));
    const refusal = errorOf(await signer.sign(NAMESPACE, BYTES));
    expect(refusal.code).toBe('signature_wrong');
    expect(refusal.message).toContain('touched');
  });
});
