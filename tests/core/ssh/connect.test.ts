import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Credentials, SshWarning } from '@core/ssh/credentials';
import { knownHostKeys, knownHostKeysFromText } from '@core/ssh/host-verifier';
import { ssh2Transport } from '@core/ssh/ssh2-transport';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { freePort, makeKey, type Sshd, startSshd } from '../../support/sshd';
import { tempDir } from '../../support/temp-dir';
import { errorOf, keyFile, never, noCredentials, target, unwrap } from './helpers';

let sshd: Sshd;
beforeAll(async () => {
  sshd = await startSshd();
});
afterAll(() => sshd.stop());

function connect(credentials: Credentials, knownHosts = sshd.knownHosts, port = sshd.port) {
  const warnings: SshWarning[] = [];
  const transport = ssh2Transport({
    hostKeys: knownHostKeys([knownHosts]),
    credentials: () => credentials,
    onWarning: (_target, warning) => warnings.push(warning),
    stageTimeoutMs: 10_000,
  });
  return { warnings, result: transport.connect(target(port, sshd.user), never()) };
}

/** known_hosts text in a file of its own. */
function knownHostsFile(text: string): string {
  const file = join(tempDir(), 'known_hosts');
  writeFileSync(file, text);
  return file;
}

describe('a host key', () => {
  it('that is known lets the login happen and is on the connection', async () => {
    const connection = unwrap(await connect(keyFile(sshd.clientKey)).result);
    expect(sshd.hostKeyLine).toContain(Buffer.from(connection.hostKey.blob).toString('base64'));
    expect(connection.hostKey.sha256).toMatch(/^SHA256:/);
    await connection.close();
    expect(connection.closed).toBe(true);
  });

  it('that is unknown stops before any credential is looked at', async () => {
    let asked = 0;
    const credentials: Credentials = {
      agentSocket: null,
      keyFiles: [
        {
          path: sshd.encryptedKey,
          passphrase: async () => {
            asked += 1;
            return sshd.passphrase;
          },
        },
      ],
    };
    const empty = knownHostsFile('');
    const error = errorOf(await connect(credentials, empty).result);
    expect(error).toMatchObject({ code: 'host_key_unknown', data: { looked_in: empty } });
    expect(asked).toBe(0);
  });

  it('that changed is refused with the file and line', async () => {
    const folder = tempDir();
    makeKey(join(folder, 'imposter'));
    const [type, blob] = readFileSync(join(folder, 'imposter.pub'), 'utf8').split(' ');
    const file = knownHostsFile(`# ours\n[127.0.0.1]:${sshd.port} ${type} ${blob}\n`);
    const error = errorOf(await connect(keyFile(sshd.clientKey), file).result);
    expect(error).toMatchObject({ code: 'host_key_changed', data: { file, line: 2 } });
  });

  it('that is revoked is refused', async () => {
    const key = sshd.hostKeyLine.split(' ').slice(1).join(' ');
    const file = knownHostsFile(`${sshd.hostKeyLine}\n@revoked * ${key}\n`);
    expect(errorOf(await connect(keyFile(sshd.clientKey), file).result).code).toBe('host_key_revoked');
  });

  it('of a known type is asked for first, although the server prefers another', async () => {
    const folder = tempDir();
    makeKey(join(folder, 'rsa'), '', 'rsa');
    const two = await startSshd([`HostKey ${folder}/rsa`]);
    const [type, blob] = readFileSync(join(folder, 'rsa.pub'), 'utf8').split(' ');
    const transport = ssh2Transport({
      hostKeys: knownHostKeysFromText(`[127.0.0.1]:${two.port} ${type} ${blob}`, 'test'),
      credentials: () => keyFile(two.clientKey),
    });
    const connection = unwrap(await transport.connect(target(two.port, two.user), never()));
    expect(connection.hostKey.type).toBe('ssh-rsa');
    await connection.close();
    await two.stop();
  });

  it('line that cannot be read is a warning', async () => {
    const { warnings, result } = connect(
      keyFile(sshd.clientKey),
      knownHostsFile(`${sshd.hostKeyLine}\nbroken line\n`),
    );
    await unwrap(await result).close();
    expect(warnings).toMatchObject([
      { code: 'known_hosts_line', message: expect.stringContaining('line 2') },
    ]);
  });
});

describe('logging in', () => {
  it('opens an encrypted key file with its passphrase', async () => {
    const { result } = connect(keyFile(sshd.encryptedKey, sshd.passphrase));
    await unwrap(await result).close();
  });

  it('with the wrong passphrase is wrong_passphrase, naming the file', async () => {
    const error = errorOf(await connect(keyFile(sshd.encryptedKey, 'wrong')).result);
    expect(error.code).toBe('wrong_passphrase');
    expect(error.message).toContain(sshd.encryptedKey);
  });

  it('goes on to the next key after one that does not open', async () => {
    const credentials: Credentials = {
      agentSocket: null,
      keyFiles: [sshd.encryptedKey, '/no/such/key', sshd.clientKey].map((path) => ({
        path,
        passphrase: async () => 'wrong',
      })),
    };
    const { warnings, result } = connect(credentials);
    await unwrap(await result).close();
    expect(warnings.map((warning) => warning.code)).toEqual(['key_file_unusable', 'key_file_unusable']);
  });

  it.each([
    ['no credential at all', noCredentials],
    ['no passphrase', null],
    ['a key file that is missing', keyFile('/no/such/key')],
    ['an agent that is not there', { agentSocket: '/no/such/agent', keyFiles: [] }],
  ])('with %s is no_credentials', async (_name, credentials) => {
    const { result } = connect(credentials ?? keyFile(sshd.encryptedKey, null));
    expect(errorOf(await result).code).toBe('no_credentials');
  });

  it('with a key the target does not know is auth_failed, naming what was tried and is accepted', async () => {
    const folder = tempDir();
    makeKey(join(folder, 'stranger'));
    const error = errorOf(await connect(keyFile(join(folder, 'stranger'))).result);
    expect(error).toMatchObject({ code: 'auth_failed', data: { server_accepts: 'publickey' } });
    expect(error.message).toContain(`${folder}/stranger`);
  });

  it('uses the agent', async () => {
    const folder = tempDir();
    const socket = join(folder, 'agent');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    onTestFinished(() => void agent.kill());
    const env = { ...process.env, SSH_AUTH_SOCK: socket };
    await expect
      .poll(() => {
        try {
          execFileSync('ssh-add', ['-q', sshd.clientKey], { env, stdio: 'ignore' });
          return true;
        } catch {
          return false; // the agent is not listening yet
        }
      })
      .toBe(true);
    await unwrap(await connect({ agentSocket: socket, keyFiles: [] }).result).close();
    execFileSync('ssh-add', ['-q', '-D'], { env, stdio: 'ignore' });
    const { warnings, result } = connect({ agentSocket: socket, keyFiles: keyFile(sshd.clientKey).keyFiles });
    await unwrap(await result).close();
    expect(warnings).toMatchObject([{ code: 'agent_unusable' }]);
  });

  it('warns of a key file that others can read', async () => {
    const open = join(tempDir(), 'open');
    writeFileSync(open, readFileSync(sshd.clientKey));
    chmodSync(open, 0o644);
    const { warnings, result } = connect(keyFile(open));
    await unwrap(await result).close();
    expect(warnings).toMatchObject([{ code: 'key_file_open' }]);
  });

  it('does not count the time a person takes to answer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const passphrase = async () => {
      vi.advanceTimersByTime(60_000); // six times the limit
      return sshd.passphrase;
    };
    const { result } = connect({ agentSocket: null, keyFiles: [{ path: sshd.encryptedKey, passphrase }] });
    await unwrap(await result).close();
  });
});

describe('a target that cannot be reached', () => {
  const transport = (stageTimeoutMs: number) =>
    ssh2Transport({ hostKeys: knownHostKeys([]), credentials: () => noCredentials, stageTimeoutMs });

  async function tcpServer(onSocket: (socket: Socket) => void): Promise<number> {
    const server: Server = createServer(onSocket);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    return (server.address() as { port: number }).port;
  }

  it('because nothing listens is unreachable (refused)', async () => {
    const error = errorOf(await transport(5000).connect(target(await freePort()), never()));
    expect(error).toMatchObject({ code: 'unreachable', data: { cause: 'refused' } });
  });

  it('because its name does not resolve is unreachable (dns)', async () => {
    const error = errorOf(await transport(5000).connect(target(22, 'x', 'no-such-host.invalid'), never()));
    expect(error).toMatchObject({ code: 'unreachable', data: { cause: 'dns' } });
  });

  it('because it never speaks is unreachable (timeout), naming the stage', async () => {
    const port = await tcpServer(() => undefined);
    const error = errorOf(await transport(200).connect(target(port), never()));
    expect(error).toMatchObject({ code: 'unreachable', data: { cause: 'timeout', stage: 'handshake' } });
  });

  it('because something else listens there is a protocol failure', async () => {
    const port = await tcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    });
    const error = errorOf(await transport(5000).connect(target(port), never()));
    expect(error.code).toBe('protocol');
  });

  it('any more because the caller stopped is aborted', async () => {
    const stop = new AbortController();
    const port = await tcpServer(() => stop.abort());
    expect(errorOf(await transport(5000).connect(target(port), stop.signal)).code).toBe('aborted');
    expect(errorOf(await transport(5000).connect(target(port), AbortSignal.abort())).code).toBe('aborted');
  });
});

it.each([
  'Ciphers aes128-cbc',
  'MACs hmac-sha1\nCiphers aes128-ctr',
  'KexAlgorithms diffie-hellman-group14-sha1',
])('a server that offers only weak algorithms (%j) is a protocol failure', async (config) => {
  const weak = await startSshd([config]);
  const transport = ssh2Transport({
    hostKeys: knownHostKeys([weak.knownHosts]),
    credentials: () => keyFile(weak.clientKey),
  });
  expect(errorOf(await transport.connect(target(weak.port, weak.user), never())).code).toBe('protocol');
  await weak.stop();
});
