/** The keys a person could sign with: those of the ssh-agent, key files in ~/.ssh, the generated one. Nothing is decrypted. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprint, parsePublicKey } from '@domain/evidence/public-key';
import type { KeyCandidate } from '@ipc/contract';
import { type AgentIdentity, type AgentLimits, agentIdentities } from './agent';
import { sha256 } from './digest';
import { generatedKeyPath } from './generated-key';
import { cleanComment } from './key-comment';
import { isEncrypted, type OpenedKey, openKeyText } from './key-file';
import { type KeyText, readKeyText } from './key-text';
import { opensshKeyHeader } from './openssh-key-header';
import type { KeySource } from './signer';

/** A candidate and where it is, which stays in core. */
export interface FoundKey extends KeyCandidate {
  /** Why Holdpoint can't sign with it, null when it can. */
  readonly unusable: string | null;
  /** Of a file, else null. */
  readonly path: string | null;
}

export interface KeyPlaces {
  readonly dataDir: string;
  /** Unix socket or Windows pipe; null when there is no agent. */
  readonly agentSocket: string | null;
  readonly sshDir: string;
  readonly agentLimits: AgentLimits;
}

/** Enough for any ~/.ssh; a folder with more is not one. */
const MAX_FILES = 200;

interface PublicPart {
  readonly type: string;
  readonly fingerprint: string;
  readonly comment: string;
  readonly unusable: string | null;
}

function fromAgent(identity: AgentIdentity): FoundKey {
  const { type, fingerprint: print, comment, unusable } = identity;
  const id = `agent:${print}`;
  return { id, source: 'agent', type, fingerprint: print, comment, encrypted: false, unusable, path: null };
}

/** The `.pub` beside a key: the comment of an encrypted key, and all that is known of an encrypted old-format one. */
async function publicFile(path: string): Promise<Omit<PublicPart, 'unusable'> | null> {
  try {
    const key = parsePublicKey(await readFile(`${path}.pub`, 'utf8'));
    if (!key.ok) return null;
    const { type, blob, comment } = key.value;
    return { type, fingerprint: fingerprint(blob, sha256), comment: cleanComment(comment) };
  } catch {
    // No public file: what the private one says is enough.
    return null;
  }
}

const publicPart = ({ type, fingerprint: print, comment }: OpenedKey): PublicPart => ({
  type,
  fingerprint: print,
  comment,
  unusable: null,
});

/** Public part without a passphrase; null when only the passphrase would tell. */
function ownPart(file: KeyText): PublicPart | null {
  const header = opensshKeyHeader(file.text);
  const opened = openKeyText(file, null);
  const unusable = opened.ok || opened.error.code === 'passphrase_needed' ? null : opened.error.message;
  if (opened.ok) return publicPart(opened.value);
  if (header === null || !header.ok) return null;
  const { type, blob } = header.value;
  return { type, fingerprint: fingerprint(blob, sha256), comment: '', unusable };
}

async function fromFile(path: string, id: string, source: KeySource): Promise<FoundKey | null> {
  const file = await readKeyText(path);
  if (!file.ok || !/^-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(file.value.text)) return null;
  const [own, beside] = [ownPart(file.value), await publicFile(path)];
  const part = own ?? (beside === null ? null : { ...beside, unusable: null });
  if (part === null) return null;
  const comment =
    part.comment === '' && beside?.fingerprint === part.fingerprint ? beside.comment : part.comment;
  const { type, fingerprint: print, unusable } = part;
  const encrypted = isEncrypted(file.value.text);
  return { id, source, type, fingerprint: print, comment, encrypted, unusable, path };
}

async function names(folder: string): Promise<readonly string[]> {
  try {
    const all = await readdir(folder);
    return all.filter((name) => !name.endsWith('.pub')).sort();
  } catch {
    // No such folder, or not readable: no candidates there.
    return [];
  }
}

/** An agent that fails offers nothing here; a key chosen from it says why when it is used. */
async function ofAgent({ agentSocket, agentLimits }: KeyPlaces): Promise<readonly FoundKey[]> {
  if (agentSocket === null) return [];
  const identities = await agentIdentities(agentSocket, agentLimits);
  return identities.ok ? identities.value.map(fromAgent) : [];
}

async function ofFolder(sshDir: string): Promise<readonly (FoundKey | null)[]> {
  const files = (await names(sshDir)).slice(0, MAX_FILES);
  return Promise.all(files.map((name) => fromFile(join(sshDir, name), `file:${name}`, 'file')));
}

/** In the order in which they are better kept: agent, files, the generated key. */
export async function findKeys(places: KeyPlaces): Promise<readonly FoundKey[]> {
  const found = await Promise.all([
    ofAgent(places),
    ofFolder(places.sshDir),
    fromFile(generatedKeyPath(places.dataDir), 'generated', 'generated').then((key) => [key]),
  ]);
  return found.flat().filter((key) => key !== null);
}
