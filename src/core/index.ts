/** Entry of the core process. Stands in until the container is wired: it answers `ping` on a connected port. */
interface ParentPort {
  on(
    event: 'message',
    listener: (event: { data: { type?: string }; ports: readonly CorePort[] }) => void,
  ): void;
}
interface CorePort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
  start(): void;
}

const parent = (process as unknown as { parentPort?: ParentPort }).parentPort;
parent?.on('message', ({ data, ports }) => {
  if (data.type !== 'connect') return;
  const port = ports[0];
  port?.on('message', ({ data: message }) => port.postMessage({ echo: message, pid: process.pid }));
  port?.start();
});
