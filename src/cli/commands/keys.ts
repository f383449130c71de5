import { resolve } from 'node:path';
import type { Holdpoint } from '@core/app/holdpoint';
import type { RunKind } from '@domain/plan/plan';
import { Command } from 'commander';
import type { CommandContext } from '../command-context';
import { EXIT } from '../exit-codes';
import { type Session, Stop } from '../session';

export function keysCommand({ session, exit }: CommandContext): Command {
  const keys = new Command('keys').description('the SSH key that signs your records');
  keys
    .command('list')
    .description('what there is to choose from, and what is chosen')
    .action(async (_options, command: Command) => {
      const s = session(command);
      await withHoldpoint(s, async ({ operator }) => {
        const chosen = await operator.keys.chosen();
        const candidates = await operator.keys.candidates();
        if (s.json) s.terminal.json({ chosen, candidates });
        else {
          s.terminal.put(
            chosen === null
              ? 'none chosen'
              : `chosen: ${chosen.type} ${chosen.fingerprint} ${chosen.comment}`,
          );
          for (const c of candidates)
            s.terminal.put(
              `  ${c.id}  ${c.type} ${c.fingerprint} ${c.comment}${c.encrypted ? ' (encrypted)' : ''}`,
            );
        }
        exit(EXIT.good);
      });
    });
  keys
    .command('choose')
    .description('sign with this key from now on')
    .argument('<id>', 'from keys list, or `generate`')
    .action(async (id: string, _options, command: Command) => {
      const s = session(command);
      await withHoldpoint(s, async (holdpoint) => {
        await chooseKey(s, holdpoint, id);
        exit(EXIT.good);
      });
    });
  return keys;
}

async function withHoldpoint(s: Session, act: (holdpoint: Holdpoint) => Promise<void>): Promise<void> {
  const holdpoint = await s.open('write');
  try {
    await act(holdpoint);
  } finally {
    await holdpoint.close();
  }
}

async function chooseKey(s: Session, { operator: { keys } }: Holdpoint, id: string): Promise<void> {
  const candidate = (await keys.candidates()).find((c) => c.id === id);
  const passphrase =
    candidate?.encrypted === true && s.terminal.interactive
      ? await s.terminal.askHidden('  passphrase: ')
      : null;
  const chosen = await keys.choose(
    id === 'generate' ? { use: 'generate', passphrase: null } : { use: 'candidate', id, passphrase },
  );
  if (!chosen.ok) throw new Stop(EXIT.usage, chosen.error.message);
  s.terminal.say(`  records are signed with ${chosen.value.fingerprint}`);
}

/** The first run: a person chooses; without a person only a practice gets a key made for it, and says so. */
export async function ensureOperatorKey(
  s: Session,
  holdpoint: Holdpoint,
  kind: RunKind,
  file: string | undefined,
): Promise<void> {
  if (file !== undefined) return chooseFile(s, holdpoint, file);
  if ((await holdpoint.operator.keys.chosen()) !== null) return;
  if (s.terminal.interactive) return chooseInteractively(s, holdpoint);
  if (kind !== 'practice') {
    throw new Stop(
      EXIT.needsPerson,
      'No key is chosen to sign the record. See: holdpoint keys list, holdpoint keys choose ID',
    );
  }
  s.terminal.say('No key is chosen yet: a new one is made to sign practice records.');
  await chooseKey(s, holdpoint, 'generate');
}

async function chooseFile(s: Session, { operator: { keys } }: Holdpoint, file: string): Promise<void> {
  const path = resolve(file);
  let chosen = await keys.chooseFile(path, null);
  if (!chosen.ok && chosen.error.code === 'passphrase_needed' && s.terminal.interactive) {
    chosen = await keys.chooseFile(path, await s.terminal.askHidden('  passphrase: '));
  }
  if (!chosen.ok) throw new Stop(EXIT.usage, chosen.error.message);
  s.terminal.say(`  records are signed with ${chosen.value.fingerprint}`);
}

async function chooseInteractively(s: Session, holdpoint: Holdpoint): Promise<void> {
  const candidates = await holdpoint.operator.keys.candidates();
  s.terminal.say('Which SSH key shall sign your records?');
  candidates.forEach((c, i) => {
    s.terminal.say(
      `  ${i + 1}  ${c.source} ${c.type} ${c.fingerprint} ${c.comment}${c.encrypted ? ' (encrypted)' : ''}`,
    );
  });
  s.terminal.say('  g  make a new key in the data folder');
  for (;;) {
    const typed = (await s.terminal.ask('  number or g: '))?.trim();
    if (typed === undefined) throw new Stop(EXIT.needsPerson, 'No key was chosen.');
    const id = typed === 'g' ? 'generate' : candidates[Number(typed) - 1]?.id;
    if (id !== undefined) return chooseKey(s, holdpoint, id);
  }
}
