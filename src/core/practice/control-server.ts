/** How commands inside the practice reach the supervisor: HTTP on a loopback port, with the practice's token. */
import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Result } from '@domain/kernel/result';
import type { Supervisor, UnitStatus } from './supervisor';
import { UNIT_NAMES, type UnitName } from './units';

export interface ControlServer {
  readonly url: string;
  /** Serves from now on; before, every request is answered 503. */
  serve(supervisor: Supervisor, onChange: (name: UnitName) => Promise<void>): void;
  close(): Promise<void>;
}

type Served = { supervisor: Supervisor; onChange: (name: UnitName) => Promise<void> };

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(value)}\n`);
}

function isAllowed(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function perform({ supervisor }: Served, name: UnitName, action: string): Promise<Result<UnitStatus>> {
  if (action === 'stop' || action === 'restart') {
    const stopped = await supervisor.stop(name);
    if (action === 'stop') return { ok: true, value: stopped };
  }
  return supervisor.start(name);
}

async function handle(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, action] = /^\/units\/\w+\/(start|stop|restart)$/.exec(request.url ?? '') ?? [];
  const name = UNIT_NAMES.find((each) => request.url?.startsWith(`/units/${each}/`));
  if (request.method === 'GET' && request.url === '/units') {
    const all = UNIT_NAMES.map((each) => [each, served.supervisor.status(each)]);
    send(response, 200, Object.fromEntries(all));
  } else if (request.method === 'POST' && name !== undefined && action !== undefined) {
    const result = await perform(served, name, action);
    await served.onChange(name);
    if (result.ok) send(response, 200, result.value);
    else send(response, 409, { error: result.error.message });
  } else send(response, 404, { error: 'no such request' });
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no control port'));
      else resolve(address.port);
    });
  });
}

export async function startControlServer(token: string): Promise<ControlServer> {
  let served: Served | null = null;
  const server = createServer((request, response) => {
    if (!isAllowed(request, token)) send(response, 401, { error: 'the control token is missing' });
    else if (served === null) send(response, 503, { error: 'the practice is starting' });
    else
      handle(served, request, response).catch((error: unknown) =>
        send(response, 500, { error: String(error) }),
      );
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    serve: (supervisor, onChange) => {
      served = { supervisor, onChange };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
