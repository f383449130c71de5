/** What somebody without Holdpoint does with a bundle: stock ssh-keygen, and a list of signers of their own. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface StockAnswer {
  readonly code: number | null;
  readonly said: string;
}

/** `ssh-keygen -Y verify` over one signed file of the bundle, under the name the bundle's list gives its signer. */
export function verifyWithStockTools(
  bundle: string,
  { file, role, namespace }: { file: string; role: 'device' | 'operator'; namespace: string },
): StockAnswer {
  const signers = join(bundle, 'claimed_signers');
  const who = principals(readFileSync(signers, 'utf8')).find(
    (name) => name.startsWith('device-') === (role === 'device'),
  );
  const signature = join(bundle, `${file}.${role}.sig`);
  const args = ['-Y', 'verify', '-f', signers, '-I', who ?? '', '-n', namespace, '-s', signature];
  const run = spawnSync('ssh-keygen', args, { input: readFileSync(join(bundle, file)), encoding: 'utf8' });
  return { code: run.status, said: run.stdout + run.stderr };
}

const principals = (list: string): readonly string[] =>
  list
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(' ')[0] ?? '');
