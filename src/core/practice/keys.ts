/** Fresh SSH keys of one practice: they never leave its folder and end with it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ssh2, { type ParsedKey } from 'ssh2';

const { utils } = ssh2;

export interface PracticeKeys {
  /** OpenSSH private key text of the server. */
  readonly hostKey: string;
  /** `ssh-ed25519 AAAA...` */
  readonly hostPublic: string;
  readonly clientKeyPath: string;
  readonly clientPublic: ParsedKey;
}

function parsed(text: string): ParsedKey {
  const key = utils.parseKey(text);
  if (key instanceof Error) throw key;
  return key;
}

/** ssh2 1.17 now and then writes a key that it can't read itself (7 of 3000 here): then another one is made. */
function readableKeyPair(comment: string): ReturnType<typeof utils.generateKeyPairSync> {
  for (;;) {
    const pair = utils.generateKeyPairSync('ed25519', { comment });
    if (!(utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}

/** Makes an Ed25519 host key and client key; only the client's is written to disk, mode 0600. */
export function createKeys(folder: string): PracticeKeys {
  const host = readableKeyPair('holdpoint practice host');
  const client = readableKeyPair('holdpoint practice operator');
  const clientKeyPath = join(folder, 'operator');
  writeFileSync(clientKeyPath, client.private, { mode: 0o600 });
  return {
    hostKey: host.private,
    hostPublic: host.public.split(' ').slice(0, 2).join(' '),
    clientKeyPath,
    clientPublic: parsed(client.public),
  };
}
