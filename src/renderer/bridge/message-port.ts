import type { PortLike } from '@ipc/rpc';

/** A browser MessagePort as the contract knows ports. The port is started when the first listener is added. */
export function portLike(port: MessagePort): PortLike {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.addEventListener('message', (event) => listener(event.data));
      port.start();
    },
    onClose: (listener) => port.addEventListener('close', () => listener()),
  };
}
