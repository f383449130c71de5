/** Choosing the operator's key. A key is chosen only when it opens: the passphrase is right and the key sound. */
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import type { OperatorKeyView } from '@ipc/contract';
import { type GenerateCode, generatedKeyPath, generateKey } from './generated-key';
import { type FoundKey, findKeys, type KeyPlaces } from './key-candidates';
import { type OpenedKey, openKeyText } from './key-file';
import type { KeySession } from './key-session';
import { type KeyFileCode, readKeyText } from './key-text';
import { type ChoiceCode, type OperatorChoice, viewOf, writeChoice } from './operator-choice';

/** candidate_unknown: no key of that id is there (any more). */
export type ChooseCode = ChoiceCode | GenerateCode | KeyFileCode | 'candidate_unknown';
type Chosen = Promise<Result<OperatorKeyView, Failure<ChooseCode>>>;

export type KeyChoice =
  | { readonly use: 'candidate'; readonly id: string; readonly passphrase: string | null }
  | { readonly use: 'generate'; readonly passphrase: string | null };

export interface Choosing {
  readonly places: KeyPlaces;
  readonly session: KeySession;
}

function store(dataDir: string, choice: OperatorChoice): Result<OperatorKeyView, Failure<ChoiceCode>> {
  const written = writeChoice(dataDir, choice);
  return written.ok ? ok(viewOf(choice)) : written;
}

const aboutKey = ({ type, fingerprint, comment }: OpenedKey | FoundKey) =>
  ({ v: 1, type, fingerprint, comment }) as const;

/** Chooses the key in this file (an absolute path) and keeps it open for the session. */
export async function choosePath(
  { places, session }: Choosing,
  path: string,
  source: 'file' | 'generated',
  passphrase: string | null,
): Chosen {
  const file = await readKeyText(path);
  if (!file.ok) return file;
  const opened = openKeyText(file.value, passphrase);
  if (!opened.ok) return opened;
  const about = aboutKey(opened.value);
  const stored = store(places.dataDir, source === 'file' ? { ...about, source, path } : { ...about, source });
  if (stored.ok) session.keep(file.value, opened.value);
  return stored;
}

async function chooseFound(choosing: Choosing, id: string, passphrase: string | null): Chosen {
  const found = (await findKeys(choosing.places)).find((key) => key.id === id);
  if (found === undefined)
    return fail('candidate_unknown', 'that key is not there any more; list the keys again');
  if (found.unusable !== null)
    return fail('key_unusable', `the key ${found.fingerprint} can't be used: ${found.unusable}`);
  if (found.path === null) return store(choosing.places.dataDir, { ...aboutKey(found), source: 'agent' });
  return choosePath(choosing, found.path, found.source === 'generated' ? 'generated' : 'file', passphrase);
}

async function chooseNew(choosing: Choosing, passphrase: string | null): Chosen {
  const { dataDir } = choosing.places;
  const made = generateKey(dataDir, passphrase);
  return made.ok ? choosePath(choosing, generatedKeyPath(dataDir), 'generated', passphrase) : made;
}

export const chooseKey = (choosing: Choosing, choice: KeyChoice): Chosen =>
  choice.use === 'generate'
    ? chooseNew(choosing, choice.passphrase)
    : chooseFound(choosing, choice.id, choice.passphrase);
