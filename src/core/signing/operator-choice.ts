/** Which key the operator chose: a reference in `<data>/operator-key.json`, never key material or a passphrase. */
import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { type Failure, fail, ok, type Result } from '@domain/kernel/result';
import type { OperatorKeyView } from '@ipc/contract';
import { z } from 'zod';
import { writeSecretFile } from './stored-key';

const about = {
  v: z.literal(1),
  fingerprint: z.string().startsWith('SHA256:').max(60),
  type: z.string().max(100),
  comment: z.string().max(200),
};
const choiceSchema = z.discriminatedUnion('source', [
  z.strictObject({ ...about, source: z.literal('agent') }),
  z.strictObject({ ...about, source: z.literal('file'), path: z.string().refine(isAbsolute) }),
  z.strictObject({ ...about, source: z.literal('generated') }),
]);
export type OperatorChoice = z.infer<typeof choiceSchema>;

/** choice_damaged: the file is there but can't be read as one of ours. choice_io: it can't be read or written. */
export type ChoiceCode = 'choice_damaged' | 'choice_io';

export const choicePath = (dataDir: string): string => join(dataDir, 'operator-key.json');

const systemCode = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';

function parseChoice(path: string, text: string): Result<OperatorChoice, Failure<ChoiceCode>> {
  try {
    return ok(choiceSchema.parse(JSON.parse(text)));
  } catch {
    // The content is not quoted: nobody knows what a damaged file holds.
    return fail('choice_damaged', `${path} is damaged; choose the signing key again`, { path });
  }
}

/** null when no key was chosen yet. */
export async function readChoice(
  dataDir: string,
): Promise<Result<OperatorChoice | null, Failure<ChoiceCode>>> {
  const path = choicePath(dataDir);
  try {
    return parseChoice(path, await readFile(path, 'utf8'));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return ok(null);
    return fail('choice_io', `can't read ${path} (${systemCode(error)})`, { path });
  }
}

export function writeChoice(dataDir: string, choice: OperatorChoice): Result<void, Failure<ChoiceCode>> {
  const path = choicePath(dataDir);
  try {
    return ok(writeSecretFile(path, Buffer.from(`${JSON.stringify(choice, null, 2)}\n`)));
  } catch (error) {
    return fail('choice_io', `can't write ${path} (${systemCode(error)})`, { path });
  }
}

/** What a window shows of it. */
export const viewOf = ({ source, fingerprint, type, comment }: OperatorChoice): OperatorKeyView => ({
  source,
  fingerprint,
  type,
  comment,
});
