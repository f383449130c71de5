/** The operator's signing key: what there is to choose from, the choice, and a signer for it. */
import { resolve } from 'node:path';
import { type Failure, ok, type Result } from '@domain/kernel/result';
import type { KeyCandidate, OperatorKeyView } from '@ipc/contract';
import { AGENT_LIMITS, type AgentLimits } from './agent';
import { type ChooseCode, type Choosing, chooseKey, choosePath, type KeyChoice } from './choose-key';
import { generatedKeyPath } from './generated-key';
import { type FoundKey, findKeys } from './key-candidates';
import { keySession } from './key-session';
import { readChoice, viewOf } from './operator-choice';
import type { Signer } from './signer';
import { type AskPassphrase, agentKey, fileKey, type UseCode } from './use-key';

export type OperatorKeyCode = UseCode | ChooseCode;
type Done<T> = Promise<Result<T, Failure<OperatorKeyCode>>>;

export interface OperatorKeyOptions {
  /** From `agentSocketOf`; null when there is no agent. */
  readonly agentSocket: string | null;
  /** `~/.ssh`. */
  readonly sshDir: string;
  /** Without it an encrypted key that was not opened in this session is `passphrase_needed`. */
  readonly askPassphrase?: AskPassphrase;
  readonly agentLimits?: AgentLimits;
}

export interface UnusableKey extends KeyCandidate {
  readonly why: string;
}

export interface OperatorKeys {
  /** What can be chosen. */
  candidates(): Promise<readonly KeyCandidate[]>;
  /** What is there too, but can't sign here, and why. */
  unusable(): Promise<readonly UnusableKey[]>;
  /**
   * The stored choice as it was when chosen, for showing; asks nobody and opens nothing.
   * null when there is none that can be read; `current` tells a damaged choice from none.
   */
  chosen(): Promise<OperatorKeyView | null>;
  /** A signer for the stored choice; null when none was made. May ask for a passphrase, once in a session. */
  current(): Done<Signer | null>;
  choose(choice: KeyChoice): Done<OperatorKeyView>;
  /** A key file elsewhere than in ~/.ssh. */
  chooseFile(path: string, passphrase: string | null): Done<OperatorKeyView>;
}

const nobody: AskPassphrase = async () => null;

const asCandidate = ({ id, source, type, fingerprint, comment, encrypted }: FoundKey): KeyCandidate => ({
  id,
  source,
  type,
  fingerprint,
  comment,
  encrypted,
});

async function openChosenKey({ places, session }: Choosing, ask: AskPassphrase): Done<Signer | null> {
  const read = await readChoice(places.dataDir);
  if (!read.ok) return read;
  const choice = read.value;
  if (choice === null) return ok(null);
  if (choice.source === 'agent') return agentKey(choice, places.agentSocket, places.agentLimits);
  const path = choice.source === 'file' ? choice.path : generatedKeyPath(places.dataDir);
  return fileKey(choice, path, session, ask);
}

/** Two questions at once must not ask a person for the passphrase twice: both get the answer that is under way. */
function oneAtATime<T>(question: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | null = null;
  return () => {
    underWay ??= question().finally(() => {
      underWay = null;
    });
    return underWay;
  };
}

/** The operator's key of one data folder. */
export function operatorKeys(dataDir: string, options: OperatorKeyOptions): OperatorKeys {
  const { agentSocket, sshDir, askPassphrase = nobody, agentLimits = AGENT_LIMITS } = options;
  const places = { dataDir, agentSocket, sshDir, agentLimits };
  const choosing: Choosing = { places, session: keySession() };
  return {
    candidates: async () => (await findKeys(places)).filter((key) => key.unusable === null).map(asCandidate),
    unusable: async () =>
      (await findKeys(places)).flatMap((key) =>
        key.unusable === null ? [] : [{ ...asCandidate(key), why: key.unusable }],
      ),
    chosen: async () => {
      const choice = await readChoice(dataDir);
      return choice.ok && choice.value !== null ? viewOf(choice.value) : null;
    },
    current: oneAtATime(() => openChosenKey(choosing, askPassphrase)),
    choose: (choice) => chooseKey(choosing, choice),
    chooseFile: (path, passphrase) => choosePath(choosing, resolve(path), 'file', passphrase),
  };
}
