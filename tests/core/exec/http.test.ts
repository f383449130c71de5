import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { join } from 'node:path';
import { type HttpRequest, httpRequest } from '@core/exec/http';
import type { Connection } from '@core/ports';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { freePort, type Sshd, startSshd } from '../../support/sshd';
import { tempDir } from '../../support/temp-dir';
import { connectToSshd, errorOf, never, unwrap } from '../ssh/helpers';

let sshd: Sshd;
let connection: Connection;
beforeAll(async () => {
  sshd = await startSshd();
  connection = await connectToSshd(sshd);
});
afterAll(async () => {
  await connection.close();
  await sshd.stop();
});

async function portOf(server: Server | TcpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
const serve = async (listener: RequestListener) =>
  `http://127.0.0.1:${await portOf(createServer(listener))}/x`;

const ask = (url: string, via: HttpRequest['via'], extra: Partial<HttpRequest> = {}) =>
  httpRequest({
    method: 'GET',
    url,
    body: null,
    via,
    timeoutMs: 10_000,
    maxBytes: 100_000,
    signal: never(),
    ...extra,
  });

const ways: [string, () => Connection | null][] = [
  ['straight', () => null],
  ['through a target', () => connection],
];

describe.each(ways)('an HTTP request %s', (_name, via) => {
  it('brings back status, headers and body', async () => {
    const url = await serve((request, response) => {
      response.writeHead(201, { 'x-seen': request.method ?? '' });
      request.pipe(response);
    });
    const answer = unwrap(await ask(url, via(), { method: 'POST', body: 'héllo' }));
    expect(answer).toMatchObject({ status: 201, headers: { 'x-seen': 'POST' } });
    expect(Buffer.from(answer.body).toString()).toBe('héllo');
  });

  it.each([302, 404, 500])('takes status %d as an answer and follows nothing', async (status) => {
    const url = await serve((_request, response) => {
      response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end();
    });
    expect(unwrap(await ask(url, via())).status).toBe(status);
  });

  it('fails with http_too_large instead of cutting the body', async () => {
    const url = await serve((_request, response) => void response.end(Buffer.alloc(100_001)));
    expect(errorOf(await ask(url, via())).code).toBe('http_too_large');
  });

  it('fails with http_timeout when the answer never ends', async () => {
    const url = await serve((_request, response) => void response.write('half'));
    expect(errorOf(await ask(url, via(), { timeoutMs: 200 })).code).toBe('http_timeout');
  });

  it('fails with http_protocol when the connection is cut or no HTTP is spoken', async () => {
    const cut = await serve((request) => void request.socket.destroy());
    expect(errorOf(await ask(cut, via())).code).toBe('http_protocol');
    const noise = await portOf(createTcpServer((socket) => void socket.end('SSH-2.0-x\r\n')));
    expect(errorOf(await ask(`http://127.0.0.1:${noise}/`, via())).code).toBe('http_protocol');
  });

  it('fails with http_unreachable when nothing listens', async () => {
    expect(errorOf(await ask(`http://127.0.0.1:${await freePort()}/`, via())).code).toBe('http_unreachable');
  });

  it('fails with http_aborted when it is stopped, before or in the middle', async () => {
    expect(errorOf(await ask('http://127.0.0.1:1/', via(), { signal: AbortSignal.abort() })).code).toBe(
      'http_aborted',
    );
    const stop = new AbortController();
    const url = await serve(() => stop.abort());
    expect(errorOf(await ask(url, via(), { signal: stop.signal })).code).toBe('http_aborted');
  });

  it('fails with http_tls when nobody vouches for the certificate', async () => {
    const folder = tempDir();
    const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-subj',
        '/CN=localhost',
        '-keyout',
        key,
        '-out',
        cert,
        '-days',
        '1',
      ],
      { stdio: 'ignore' },
    );
    const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) });
    const port = await portOf(server as unknown as Server);
    expect(errorOf(await ask(`https://127.0.0.1:${port}/`, via())).code).toBe('http_tls');
  });
});

it.each(['', 'nonsense', 'file:///etc/passwd', 'ftp://x/'])(
  'the address "%s" is http_bad_url',
  async (url) => {
    expect(errorOf(await ask(url, null)).code).toBe('http_bad_url');
  },
);

describe('a stream through a target', () => {
  it('is forward_refused where nothing listens and lost when the connection is gone', async () => {
    expect(errorOf(await connection.forward('127.0.0.1', await freePort())).code).toBe('forward_refused');
    const closed = await connectToSshd(sshd);
    await closed.close();
    expect(errorOf(await closed.forward('127.0.0.1', 1)).code).toBe('lost');
  });

  it('is forward_prohibited where the server forbids it', async () => {
    const strict = await startSshd(['AllowTcpForwarding no']);
    const there = await connectToSshd(strict);
    expect(errorOf(await there.forward('127.0.0.1', 80)).code).toBe('forward_prohibited');
    await there.close();
    await strict.stop();
  });
});
