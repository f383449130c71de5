import { generateKeyPairSync, sign } from 'node:crypto';
import { join } from 'node:path';
import { type AgentIdentity, agentIdentities } from '@core/signing/agent';
import { sha256 } from '@core/signing/digest';
import { openKeyFile } from '@core/signing/key-file';
import { publicBlob } from '@core/signing/public-key-object';
import { agentSigner, keySigner, type Signer } from '@core/signing/signer';
import { fingerprint } from '@domain/evidence/public-key';
import { sshString } from '@domain/evidence/ssh-wire';
import { parseArmour } from '@domain/evidence/sshsig';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../../support/temp-dir';
import {
  BYTES,
  CANARY,
  errorOf,
  everythingSaid,
  expectNoSecret,
  fakeAgent,
  frame,
  makeKey,
  NAMESPACE,
  startAgent,
  stockVerify,
  unwrap,
} from './helpers';

const ALGORITHMS = [
  ['ed25519', 'ssh-ed25519'],
  ['rsa:2048', 'rsa-sha2-512'],
  ['ecdsa:256', 'ecdsa-sha2-nistp256'],
  ['ecdsa:384', 'ecdsa-sha2-nistp384'],
  ['ecdsa:521', 'ecdsa-sha2-nistp521'],
] as const;

const fileSigner = async (path: string, passphrase: string | null = null): Promise<Signer> =>
  keySigner(unwrap(await openKeyFile(path, passphrase)), 'file');

async function firstOf(socket: string): Promise<AgentIdentity> {
  const [key] = unwrap(await agentIdentities(socket));
  if (key === undefined) throw new Error('the agent lists no key');
  return key;
}

function expectAccepted(signer: Signer, armoured: string, algorithm: string): void {
  expect(unwrap(parseArmour(armoured)).algorithm).toBe(algorithm);
  expect(stockVerify(armoured, signer.publicKey, BYTES)).toMatchObject({ accepted: true });
  expect(stockVerify(armoured, signer.publicKey, Buffer.from('{"a":2}\n')).accepted).toBe(false);
  expect(stockVerify(armoured, signer.publicKey, BYTES, 'holdpoint.key.v1@holdpoint.dev').accepted).toBe(
    false,
  );
}

describe('a signature that ssh-keygen accepts', () => {
  it.each(ALGORITHMS)('comes from a key file of kind %s, by %s', async (kind, algorithm) => {
    const signer = await fileSigner(makeKey(join(tempDir(), 'id'), kind));
    // ECDSA numbers have leading zeros now and then: several signatures, not one.
    for (let i = 0; i < 8; i++)
      expectAccepted(signer, unwrap(await signer.sign(NAMESPACE, BYTES)), algorithm);
    expect(signer.source).toBe('file');
  });

  it('comes from a key file with a passphrase', async () => {
    const signer = await fileSigner(makeKey(join(tempDir(), 'id'), 'ed25519', CANARY), CANARY);
    expectAccepted(signer, unwrap(await signer.sign(NAMESPACE, BYTES)), 'ssh-ed25519');
  });

  it.each(ALGORITHMS)('comes from a key of kind %s in an ssh-agent, by %s', async (kind, algorithm) => {
    const agent = await startAgent();
    agent.add(makeKey(join(tempDir(), 'id'), kind));
    const signer = agentSigner(agent.socket, await firstOf(agent.socket));
    expectAccepted(signer, unwrap(await signer.sign(NAMESPACE, BYTES)), algorithm);
    expect(signer.source).toBe('agent');
  });

  it('is the same from the file and from the agent for Ed25519', async () => {
    const agent = await startAgent();
    const path = makeKey(join(tempDir(), 'id'));
    agent.add(path);
    const [fromFile, fromAgent] = [
      await fileSigner(path),
      agentSigner(agent.socket, await firstOf(agent.socket)),
    ];
    expect(fromFile.publicKey).toBe(fromAgent.publicKey);
    expect(fromFile.fingerprint).toBe(fromAgent.fingerprint);
    expect(await fromFile.sign(NAMESPACE, BYTES)).toEqual(await fromAgent.sign(NAMESPACE, BYTES));
  });
});

describe('an answer that is no signature by the chosen key', () => {
  const pair = (bits = 2048) => generateKeyPairSync('rsa', { modulusLength: bits }).privateKey;
  const asked = (request: Buffer, blob: Uint8Array) => request.subarray(4 + 1 + 4 + blob.length + 4, -4);

  async function signWith(answer: (data: Buffer) => Uint8Array, key = pair()) {
    const { type, blob } = publicBlob(key);
    const socket = await fakeAgent((request, connection) =>
      connection.write(frame(14, sshString(answer(asked(request, blob))))),
    );
    const identity = { type, blob, fingerprint: fingerprint(blob, sha256), comment: '', unusable: null };
    return agentSigner(socket, identity).sign(NAMESPACE, BYTES);
  }
  const wire = (algorithm: string, bytes: Uint8Array) =>
    Buffer.concat([sshString(algorithm), sshString(bytes)]);

  it('is refused when RSA comes with SHA-1, or with SHA-256 where SHA-512 was asked for', async () => {
    const key = pair();
    const sha1 = errorOf(await signWith((data) => wire('ssh-rsa', sign('sha1', data, key)), key));
    const sha2 = errorOf(await signWith((data) => wire('rsa-sha2-256', sign('sha256', data, key)), key));
    expect([sha1.code, sha2.code]).toEqual(['signature_wrong', 'signature_wrong']);
    expect(sha1.message).toContain('ssh-rsa is not the algorithm for ssh-rsa');
  });

  it('is accepted when all is right, so that the refusals here have their reasons', async () => {
    const key = pair();
    unwrap(await signWith((data) => wire('rsa-sha2-512', sign('sha512', data, key)), key));
  });

  it('is refused when it is by another key, over other bytes, or no signature at all', async () => {
    const key = pair();
    const refusals = [
      await signWith((data) => wire('rsa-sha2-512', sign('sha512', data, pair())), key),
      await signWith(() => wire('rsa-sha2-512', sign('sha512', Buffer.from('other'), key)), key),
      await signWith(() => wire('rsa-sha2-512', new Uint8Array()), key),
      await signWith(() => Buffer.of(1, 2, 3), key),
      await signWith(
        (data) => Buffer.concat([wire('rsa-sha2-512', sign('sha512', data, key)), Buffer.of(0)]),
        key,
      ),
    ];
    expect(refusals.map((refusal) => errorOf(refusal).code)).toEqual(Array(5).fill('signature_wrong'));
  });

  it('is refused in the time limit when a person never confirms', async () => {
    const { type, blob } = publicBlob(pair());
    const socket = await fakeAgent(() => {});
    const identity = { type, blob, fingerprint: fingerprint(blob, sha256), comment: '', unusable: null };
    const refused = await agentSigner(socket, identity, { listMs: 30, signMs: 30 }).sign(NAMESPACE, BYTES);
    expect(errorOf(refused).code).toBe('agent_timeout');
  });
});

it('a signer shows neither key nor passphrase to whoever prints it', async () => {
  const path = makeKey(join(tempDir(), 'id'), 'rsa:2048', CANARY);
  const plain = makeKey(join(tempDir(), 'id'), 'rsa:2048');
  const signer = await fileSigner(path, CANARY);
  expectNoSecret(everythingSaid(signer, await signer.sign(NAMESPACE, BYTES)), path);
  expectNoSecret(everythingSaid(await fileSigner(plain)), plain);
});
