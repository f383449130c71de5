/** What may be used to log in, and how each piece is turned into something ssh2 can offer. */
import { readFile, stat } from 'node:fs/promises';
import type { BaseAgent, ParsedKey } from 'ssh2';
import ssh2 from 'ssh2';
import { textOf } from './failure';

export interface KeyFile {
  readonly path: string;
  /** Asked only when the key turns out to be encrypted, after the host key was accepted. null = not given. */
  readonly passphrase: () => Promise<string | null>;
}

/** The credentials port: agent first, then key files in order. Keys held in memory come before files. */
export interface Credentials {
  readonly agentSocket: string | null;
  readonly keyFiles: readonly KeyFile[];
  readonly inMemoryKeys?: readonly { readonly name: string; readonly privateKey: string }[];
}

/** Said about connecting, kept as data: nothing failed, but someone should know. */
export interface SshWarning {
  readonly code: 'agent_unusable' | 'key_file_unusable' | 'key_file_open' | 'known_hosts_line' | 'banner';
  readonly message: string;
}

export type Offer =
  | { readonly kind: 'agent'; readonly name: string; readonly agent: BaseAgent; readonly keys: number }
  | { readonly kind: 'key'; readonly name: string; readonly key: ParsedKey }
  | {
      readonly kind: 'unusable';
      readonly name: string;
      readonly why: string;
      readonly wrongPassphrase: boolean;
    };

const AGENT_PATIENCE_MS = 5000;
const unusable = (name: string, why: string, wrongPassphrase = false): Offer => ({
  kind: 'unusable',
  name,
  why,
  wrongPassphrase,
});

/** Lazily, one at a time: nothing is read and nobody is asked before the offer is needed. */
export async function* offers(
  credentials: Credentials,
  warn: (w: SshWarning) => void,
): AsyncGenerator<Offer> {
  if (credentials.agentSocket !== null) yield await fromAgent(credentials.agentSocket);
  for (const { name, privateKey } of credentials.inMemoryKeys ?? [])
    yield await fromText(privateKey, name, async () => null);
  for (const file of credentials.keyFiles) yield await fromFile(file, warn);
}

/** ssh2 asks an agent without any time limit, and drops security keys and certificates from the list. */
async function fromAgent(socket: string): Promise<Offer> {
  const name = `agent ${socket}`;
  const agent = ssh2.createAgent(socket);
  return new Promise((resolve) => {
    const late = () => resolve(unusable(name, `no answer within ${AGENT_PATIENCE_MS / 1000} s`));
    const timer = setTimeout(late, AGENT_PATIENCE_MS);
    agent.getIdentities((error, keys) => {
      clearTimeout(timer);
      if (error) resolve(unusable(name, textOf(error)));
      else if (keys === undefined || keys.length === 0) resolve(unusable(name, 'holds no usable key'));
      else resolve({ kind: 'agent', name, agent, keys: keys.length });
    });
  });
}

async function fromFile(file: KeyFile, warn: (w: SshWarning) => void): Promise<Offer> {
  const name = `key file ${file.path}`;
  try {
    const text = await readFile(file.path, 'utf8');
    const { mode } = await stat(file.path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      warn({ code: 'key_file_open', message: `${file.path} can be read by others; chmod 600 it` });
    return await fromText(text, name, file.passphrase);
  } catch (error) {
    return unusable(name, textOf(error));
  }
}

async function fromText(text: string, name: string, ask: KeyFile['passphrase']): Promise<Offer> {
  const plain = ssh2.utils.parseKey(text);
  if (!(plain instanceof Error)) return usable(plain, name);
  // ssh2 has no code for this; its five messages for an encrypted key all hold these words.
  if (!/no passphrase given/.test(plain.message)) return unusable(name, plain.message);
  const passphrase = await ask();
  if (passphrase === null) return unusable(name, 'is encrypted and no passphrase was given');
  const opened = ssh2.utils.parseKey(text, passphrase);
  if (opened instanceof Error) return unusable(name, 'the passphrase does not open it', true);
  return usable(opened, name);
}

function usable(parsed: ParsedKey | readonly ParsedKey[], name: string): Offer {
  const key = (Array.isArray(parsed) ? parsed[0] : parsed) as ParsedKey | undefined;
  if (key === undefined || !key.isPrivateKey()) return unusable(name, 'holds no private key');
  return { kind: 'key', name, key };
}
