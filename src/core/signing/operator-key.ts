/** The operator's signing key: what there is to choose from, the choice, and a signer for it. */
import { resolve } from 'node:path';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import type { OperatorKeyView } from '@ipc/contract';
import { AGENT_LIMITS, type AgentLimits } from './agent';
import { type GenerateCode, generatedKeyPath, generateKey } from './generated-key';
import { type FoundKey, findKeys, type KeyPlaces } from './key-candidates';
import { type OpenedKey, openKeyText } from './key-file';
import { type KeySession, keySession } from './key-session';
import { readKeyText } from './key-text';
import { type ChoiceCode, type OperatorChoice, readChoice, viewOf, writeChoice } from './operator-choice';
import type { Signer } from './signer';
import { type AskPassphrase, agentKey, fileKey, type UseCode } from './use-key';

/** candidate_unknown: no key of that id is there (any more). */
export type OperatorKeyCode = UseCode | ChoiceCode | GenerateCode | 'candidate_unknown';
type Done<T> = Promise<Result<T, Failure<OperatorKeyCode>>>;

export type KeyChoice =
  | { readonly use: 'candidate'; readonly id: string; readonly passphrase: string | null }
  | { readonly use: 'generate'; readonly passphrase: string | null };

export interface OperatorKeyOptions {
  /** From `agentSocketOf`; null when there is no agent. */
  readonly agentSocket: string | null;
  /** `~/.ssh`. */
  readonly sshDir: string;
  /** Without it an encrypted key that was not opened in this session is `passphrase_needed`. */
  readonly askPassphrase?: AskPassphrase;
  readonly agentLimits?: AgentLimits;
}

export interface OperatorKeys {
  /** What there is to choose from; `unusable` says why one can't be chosen. */
  candidates(): Promise<readonly FoundKey[]>;
  /** The stored choice as it was when chosen; asks nobody and opens nothing. null when none was made. */
  chosen(): Done<OperatorKeyView | null>;
  /** A signer for the stored choice; null when none was made. May ask for a passphrase, once in a session. */
  current(): Done<Signer | null>;
  choose(choice: KeyChoice): Done<OperatorKeyView>;
  /** A key file elsewhere than in ~/.ssh. */
  chooseFile(path: string, passphrase: string | null): Done<OperatorKeyView>;
}

const NOBODY: AskPassphrase = async () => null;

function store(dataDir: string, choice: OperatorChoice): Result<OperatorKeyView, Failure<ChoiceCode>> {
  const written = writeChoice(dataDir, choice);
  return written.ok ? ok(viewOf(choice)) : written;
}

const aboutKey = ({ type, fingerprint, comment }: OpenedKey | FoundKey) =>
  ({ v: 1, type, fingerprint, comment }) as const;

class StoredOperatorKeys implements OperatorKeys {
  readonly #session: KeySession = keySession();
  readonly #places: KeyPlaces;
  readonly #ask: AskPassphrase;
  #underWay: Done<Signer | null> | null = null;

  constructor(places: KeyPlaces, ask: AskPassphrase) {
    this.#places = places;
    this.#ask = ask;
  }

  candidates(): Promise<readonly FoundKey[]> {
    return findKeys(this.#places);
  }

  async chosen(): Done<OperatorKeyView | null> {
    const choice = await readChoice(this.#places.dataDir);
    if (!choice.ok) return choice;
    return ok(choice.value === null ? null : viewOf(choice.value));
  }

  current(): Done<Signer | null> {
    // Two questions at once must not ask a person for the passphrase twice.
    this.#underWay ??= this.#open().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  async #open(): Done<Signer | null> {
    const { dataDir, agentSocket, agentLimits } = this.#places;
    const read = await readChoice(dataDir);
    if (!read.ok) return read;
    const choice = read.value;
    if (choice === null) return ok(null);
    if (choice.source === 'agent') return agentKey(choice, agentSocket, agentLimits);
    const path = choice.source === 'file' ? choice.path : generatedKeyPath(dataDir);
    return fileKey(choice, path, this.#session, this.#ask);
  }

  choose(choice: KeyChoice): Done<OperatorKeyView> {
    return choice.use === 'generate'
      ? this.#generate(choice.passphrase)
      : this.#chooseFound(choice.id, choice.passphrase);
  }

  async #generate(passphrase: string | null): Done<OperatorKeyView> {
    const { dataDir } = this.#places;
    const made = await generateKey(dataDir, passphrase);
    return made.ok ? this.#chooseOpened(generatedKeyPath(dataDir), 'generated', passphrase) : made;
  }

  async #chooseFound(id: string, passphrase: string | null): Done<OperatorKeyView> {
    const found = (await this.candidates()).find((key) => key.id === id);
    if (found === undefined)
      return fail('candidate_unknown', 'that key is not there any more; list the keys again');
    if (found.unusable !== null)
      return fail('key_unusable', `the key ${found.fingerprint} can't be used: ${found.unusable}`);
    if (found.path === null) return store(this.#places.dataDir, { ...aboutKey(found), source: 'agent' });
    return this.#chooseOpened(found.path, found.source === 'generated' ? 'generated' : 'file', passphrase);
  }

  chooseFile(path: string, passphrase: string | null): Done<OperatorKeyView> {
    return this.#chooseOpened(resolve(path), 'file', passphrase);
  }

  /** A key is chosen only when it opens: the passphrase is right and the key sound. */
  async #chooseOpened(
    path: string,
    source: 'file' | 'generated',
    passphrase: string | null,
  ): Done<OperatorKeyView> {
    const file = await readKeyText(path);
    if (!file.ok) return file;
    const opened = openKeyText(file.value, passphrase);
    if (!opened.ok) return opened;
    this.#session.keep(file.value, opened.value);
    const about = aboutKey(opened.value);
    const choice: OperatorChoice = source === 'file' ? { ...about, source, path } : { ...about, source };
    return store(this.#places.dataDir, choice);
  }
}

/** The operator's key of one data folder. */
export function operatorKeys(dataDir: string, options: OperatorKeyOptions): OperatorKeys {
  const { agentSocket, sshDir, askPassphrase, agentLimits } = options;
  const places = { dataDir, agentSocket, sshDir, agentLimits: agentLimits ?? AGENT_LIMITS };
  return new StoredOperatorKeys(places, askPassphrase ?? NOBODY);
}
