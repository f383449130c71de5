/** An SSH server inside the test process: every exec is answered by a function of the test. */
import ssh2, { type ServerChannel, type Connection as ServerConnection } from 'ssh2';

export interface ExecCall {
  readonly command: string;
  readonly channel: ServerChannel;
  /** Drops the TCP connection without a goodbye. */
  cut(): void;
  /** Resolves with the name of the next signal the client sends. */
  readonly signalled: Promise<string>;
}

export interface ScriptedServer {
  readonly port: number;
  readonly hostKeyLine: string;
  /** A private key that may log in, and any other may not. */
  readonly clientKey: string;
  /** How many connections have logged in so far. */
  readonly logins: () => number;
  stop(): Promise<void>;
}

export interface ServerBehaviour {
  readonly onExec?: (call: ExecCall) => void;
  /** Answer to an exec request instead of running it. */
  readonly refuseExec?: boolean;
  /** Refuses to open any session channel. */
  readonly refuseSessions?: boolean;
}

/** ssh2 1.17.0 writes one in some hundred ed25519 keys so that it cannot read it itself; those are made again. */
export function makeKeyPair(): { readonly private: string; readonly public: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519');
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}

export function startSshServer(behaviour: ServerBehaviour): Promise<ScriptedServer> {
  const host = makeKeyPair();
  const client = makeKeyPair();
  const allowed = ssh2.utils.parseKey(client.public);
  if (allowed instanceof Error) throw allowed;
  const open = new Set<ServerConnection>();
  let logins = 0;
  const server = new ssh2.Server({ hostKeys: [host.private] }, (connection) => {
    open.add(connection);
    connection.on('close', () => open.delete(connection));
    connection.on('error', () => undefined);
    connection.on('authentication', (attempt) => {
      const mine = attempt.method === 'publickey' && attempt.key.data.equals(allowed.getPublicSSH());
      if (mine) attempt.accept();
      else attempt.reject(['publickey']);
    });
    connection.on('ready', () => {
      logins += 1;
    });
    connection.on('session', (accept, reject) => {
      if (behaviour.refuseSessions) return reject();
      const session = accept();
      const signalled = new Promise<string>((resolve) => {
        session.on('signal', (_accept, _reject, info) => resolve(info.name));
      });
      session.on('exec', (acceptExec, rejectExec, info) => {
        if (behaviour.refuseExec || behaviour.onExec === undefined) return rejectExec();
        const socket = (connection as unknown as { _sock: { destroy(): void } })._sock;
        const channel = acceptExec();
        channel.on('error', () => undefined);
        behaviour.onExec({ command: info.command, channel, cut: () => socket.destroy(), signalled });
      });
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      const [type, blob] = host.public.split(' ');
      resolve({
        port,
        hostKeyLine: `[127.0.0.1]:${port} ${type} ${blob}`,
        clientKey: client.private,
        logins: () => logins,
        stop: () =>
          new Promise((done) => {
            for (const connection of open) connection.end();
            server.close(() => done());
          }),
      });
    });
  });
}
