/** From the stored choice to a signer, with every way in which the chosen key may be gone or another one by now. */
import { fingerprint } from '@domain/evidence/public-key';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import type { OperatorKeyView } from '@ipc/contract';
import { type AgentLimits, agentIdentities } from './agent';
import type { AgentCode } from './agent-request';
import { sha256 } from './digest';
import { type OpenedKey, openKeyText } from './key-file';
import type { KeySession } from './key-session';
import { type KeyFileCode, type KeyText, readKeyText } from './key-text';
import { opensshKeyHeader } from './openssh-key-header';
import { type OperatorChoice, viewOf } from './operator-choice';
import { agentSigner, keySigner, type Signer } from './signer';

/** key_gone: the agent no longer holds the chosen key. key_changed: the file now holds another key. */
export type UseCode = AgentCode | KeyFileCode | 'key_gone' | 'key_changed';
type Used<T> = Result<T, Failure<UseCode>>;

/** Asks a person for the passphrase of this key; null when they decline. */
export type AskPassphrase = (key: OperatorKeyView) => Promise<string | null>;

export const NO_AGENT = fail('agent_gone', 'no ssh-agent is running here (SSH_AUTH_SOCK is not set)');

/** The chosen key in the agent. */
export async function agentKey(
  choice: OperatorChoice,
  socketPath: string | null,
  limits: AgentLimits,
): Promise<Used<Signer>> {
  if (socketPath === null) return NO_AGENT;
  const identities = await agentIdentities(socketPath, limits);
  if (!identities.ok) return identities;
  const found = identities.value.find((identity) => identity.fingerprint === choice.fingerprint);
  if (found !== undefined) return ok(agentSigner(socketPath, found, limits));
  const held = identities.value.map((identity) => identity.fingerprint).join(', ');
  const now = held === '' ? 'holds no key or is locked (unlock it with ssh-add -X)' : `holds ${held}`;
  return fail('key_gone', `the chosen key ${choice.fingerprint} is not in the ssh-agent, which ${now}`, {
    chosen: choice.fingerprint,
    held,
  });
}

const changed = (path: string, chosen: string, found: string) =>
  fail('key_changed', `${path} now holds the key ${found}; the chosen key is ${chosen}`, {
    path,
    chosen,
    found,
  });

/** The open part of the file tells a changed key before anyone is asked for a passphrase. */
function headerPrint(file: KeyText): string | null {
  const header = opensshKeyHeader(file.text);
  return header?.ok === true ? fingerprint(header.value.blob, sha256) : null;
}

async function openAsking(
  file: KeyText,
  choice: OperatorChoice,
  ask: AskPassphrase,
): Promise<Result<OpenedKey, Failure<KeyFileCode>>> {
  const plain = openKeyText(file, null);
  if (plain.ok || plain.error.code !== 'passphrase_needed') return plain;
  const passphrase = await ask(viewOf(choice));
  return passphrase === null ? plain : openKeyText(file, passphrase);
}

async function openChosen(
  file: KeyText,
  choice: OperatorChoice,
  session: KeySession,
  ask: AskPassphrase,
): Promise<Used<OpenedKey>> {
  const print = headerPrint(file);
  if (print !== null && print !== choice.fingerprint) return changed(file.path, choice.fingerprint, print);
  const known = session.recall(file);
  const opened = known === null ? await openAsking(file, choice, ask) : ok(known);
  if (!opened.ok) return opened;
  const { fingerprint: found } = opened.value;
  if (found !== choice.fingerprint) return changed(file.path, choice.fingerprint, found);
  session.keep(file, opened.value);
  return opened;
}

/** The chosen key in a file. */
export async function fileKey(
  choice: OperatorChoice & { readonly source: 'file' | 'generated' },
  path: string,
  session: KeySession,
  ask: AskPassphrase,
): Promise<Used<Signer>> {
  const file = await readKeyText(path);
  if (!file.ok && file.error.code === 'key_missing')
    return fail('key_missing', `the chosen key ${choice.fingerprint} is gone: there is no file ${path}`, {
      path,
      chosen: choice.fingerprint,
    });
  if (!file.ok) return file;
  const opened = await openChosen(file.value, choice, session, ask);
  return opened.ok ? ok(keySigner(opened.value, choice.source)) : opened;
}
