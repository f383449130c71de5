/** Ports that stay the same while the services behind them are stopped and started. */
import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

// Below the ranges from which systems give out ports by themselves (Linux 32768, macOS and Windows 49152): while a
// service is down for a restart, no outgoing connection of another program can take its place.
const LOWEST = 20_000;
const HIGHEST = 32_000;
const TRIES = 200;

function hold(port: number): Promise<Server | null> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

const free = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

/** Finds `count` different loopback ports that nobody listens on. Throws when the machine has none left. */
export async function findPorts(count: number): Promise<readonly number[]> {
  const held = new Map<number, Server>();
  for (let tries = 0; held.size < count; tries += 1) {
    if (tries >= TRIES) throw new Error(`no free port between ${LOWEST} and ${HIGHEST}`);
    const port = randomInt(LOWEST, HIGHEST);
    const server = held.has(port) ? null : await hold(port);
    if (server !== null) held.set(port, server);
  }
  await Promise.all([...held.values()].map(free));
  return [...held.keys()];
}
