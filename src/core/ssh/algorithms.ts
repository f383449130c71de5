import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2';

/** Signature algorithms per key type, best first. `ssh-rsa` (SHA-1) is left out: RSA keys sign with SHA-2. */
const HOST_KEY_ALGORITHMS: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
};

const without = <T>(remove: T[]) => ({ append: [] as T[], prepend: [] as T[], remove });

/**
 * ssh2's defaults without SHA-1 and NIST key exchange. Ciphers stay ssh2's own choice: BoringSSL (Electron) has no
 * chacha20, and ssh2 throws when it is named there.
 */
export function algorithmsFor(knownTypes: readonly string[]): Algorithms {
  const order = [...knownTypes, ...Object.keys(HOST_KEY_ALGORITHMS)];
  const hostKeys = order.flatMap((type) => HOST_KEY_ALGORITHMS[type] ?? []);
  return {
    serverHostKey: [...new Set(hostKeys)],
    hmac: without(['hmac-sha1', 'hmac-sha1-etm@openssh.com']),
    kex: without(['ecdh-sha2-nistp256', 'ecdh-sha2-nistp384', 'ecdh-sha2-nistp521']),
  };
}
