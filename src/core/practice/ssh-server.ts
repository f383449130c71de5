/** The SSH server of the practice: loopback only, one user, one key, real processes behind it. */
import { timingSafeEqual } from 'node:crypto';
import { connect } from 'node:net';
import ssh2, { type AuthContext, type Connection, type ParsedKey } from 'ssh2';
import type { Confinement } from './sftp-paths';
import { type ExecSettings, serveExec } from './ssh-exec';
import { serveSftp } from './ssh-sftp';

export interface SshSettings {
  readonly hostKey: string;
  readonly user: string;
  readonly clientPublic: ParsedKey;
  readonly exec: ExecSettings;
  readonly sftp: Confinement;
  /** The only ports of 127.0.0.1 that may be reached through the server. */
  readonly forwardPorts: readonly number[];
}

export interface SshServer {
  readonly port: number;
  close(): Promise<void>;
}

const same = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

function mayLogIn(context: AuthContext, { user, clientPublic }: SshSettings): boolean {
  if (context.method !== 'publickey' || context.username !== user) return false;
  if (context.key.algo !== clientPublic.type) return false;
  if (!same(context.key.data, clientPublic.getPublicSSH())) return false;
  // Without a signature the client only asks whether this key would do.
  if (context.signature === undefined || context.blob === undefined) return true;
  return clientPublic.verify(context.blob, context.signature, context.hashAlgo) === true;
}

function serveForwards(client: Connection, ports: readonly number[]): void {
  client.on('tcpip', (accept, reject, info) => {
    const local = info.destIP === '127.0.0.1' || info.destIP === 'localhost';
    if (!local || !ports.includes(info.destPort)) return reject();
    const socket = connect({ host: '127.0.0.1', port: info.destPort, allowHalfOpen: true });
    const refuse = () => reject();
    socket.once('error', refuse);
    socket.once('connect', () => {
      socket.off('error', refuse);
      const channel = accept();
      socket.on('error', () => channel.destroy());
      channel.on('error', () => socket.destroy());
      channel.on('close', () => socket.destroy());
      socket.on('close', () => channel.destroy());
      channel.pipe(socket).pipe(channel);
    });
  });
}

function serve(client: Connection, settings: SshSettings): void {
  client.on('authentication', (context) => {
    if (mayLogIn(context, settings)) context.accept();
    else context.reject(['publickey']);
  });
  client.on('session', (accept) => {
    const session = accept();
    serveExec(session, settings.exec);
    session.on('sftp', (acceptSftp) => serveSftp(acceptSftp(), settings.sftp));
  });
  serveForwards(client, settings.forwardPorts);
}

/** Listens on a free loopback port. */
export async function startSshServer(settings: SshSettings): Promise<SshServer> {
  const clients = new Set<Connection>();
  const server = new ssh2.Server({ hostKeys: [settings.hostKey] }, (client) => {
    clients.add(client);
    client.on('close', () => clients.delete(client));
    // A client that breaks off or talks nonsense ends its own connection, never the practice.
    client.on('error', () => client.end());
    serve(client, settings);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the SSH server has no port');
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const client of clients) client.end();
      }),
  };
}
