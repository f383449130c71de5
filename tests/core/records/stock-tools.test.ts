/** What an auditor does without Holdpoint. */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allowedSigners, exportedWorld, person } from './fixture';

const SHELLS = [['dash'], ['bash'], ['busybox', 'sh']].filter(([shell]) => existsSync(`/usr/bin/${shell}`));

const claimed = (bundle: string): string => readFileSync(join(bundle, 'claimed_signers'), 'utf8');

function script(shell: readonly string[], ...args: readonly string[]) {
  const [bundle = ''] = args;
  const [command = '', ...rest] = shell;
  const run = spawnSync(command, [...rest, join(bundle, 'verify.sh'), ...args], { encoding: 'utf8' });
  return { status: run.status, said: run.stdout + run.stderr };
}

describe('a bundle in the hands of an auditor', () => {
  it('passes every command that VERIFY.md gives, as it stands there', async () => {
    const { bundle } = await exportedWorld();
    writeFileSync(join(bundle.path, '..', 'MY_allowed_signers'), claimed(bundle.path));
    const commands = readFileSync(join(bundle.path, 'VERIFY.md'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('    ') && !line.includes('verify.sh'))
      .map((line) => line.trim().replaceAll('MY_allowed_signers', '../MY_allowed_signers'));
    expect(commands).toHaveLength(7);
    for (const command of commands) execFileSync('sh', ['-c', command], { cwd: bundle.path });
    const [counted = '', noted = ''] = execFileSync('sh', ['-c', commands[5] ?? ''], { cwd: bundle.path })
      .toString()
      .split('\n');
    expect(noted.split(' ')[1]).toBe(counted.split(' ')[0]);
  });

  it.each(SHELLS)('passes verify.sh under %s', async (...shell) => {
    const { bundle } = await exportedWorld();
    const run = script(shell, bundle.path, allowedSigners(claimed(bundle.path)));
    expect(run.said).toContain('RESULT: VERIFIED');
    expect(run.said).not.toContain('FAIL');
    expect(run.status).toBe(0);
  });

  it('passes verify.sh with the device alone, which then says so', async () => {
    const { bundle } = await exportedWorld(null);
    const run = script(['dash'], bundle.path, allowedSigners(claimed(bundle.path)));
    expect(run.said).toContain('no person signed the record, only the device');
    expect(run.status).toBe(0);
    expect(readFileSync(join(bundle.path, 'README.txt'), 'utf8')).toContain('No person signed this record');
    expect(readFileSync(join(bundle.path, 'VERIFY.md'), 'utf8')).toContain('No person signed this record');
  });

  it.each([
    ['a changed record', (b: string) => edit(join(b, 'record.json'), 'rolled_back', 'released')],
    ['a changed output', (b: string) => appendFileSync(join(b, 'outputs/switch@app.1.log'), 'x')],
    ['a line taken from the ledger', (b: string) => edit(join(b, 'ledger.txt'), /\nhp1 7 .*\n/, '\n')],
    ['a file added', (b: string) => writeFileSync(join(b, 'payload/00000099.json'), '{}\n')],
    ['a hidden file added', (b: string) => writeFileSync(join(b, 'payload/SHA256SUMS'), '{}\n')],
    ['a person’s signature taken away', (b: string) => rmSync(join(b, 'record.json.operator.sig'))],
  ])('fails verify.sh after %s', async (_what, harm) => {
    const { bundle } = await exportedWorld();
    const signers = allowedSigners(claimed(bundle.path));
    harm(bundle.path);
    const run = script(['sh'], bundle.path, signers);
    expect(run.said).toContain('RESULT: NOT VERIFIED');
    expect(run.status).toBe(1);
  });

  it('fails verify.sh when the auditor does not know the signer', async () => {
    const { bundle } = await exportedWorld();
    const device = claimed(bundle.path)
      .split('\n')
      .filter((line) => line.startsWith('device-'))
      .join('\n');
    const run = script(['dash'], bundle.path, allowedSigners(`${device}\nann ${person('ann').publicKey}\n`));
    expect(run.said).toMatch(/FAIL unknown signer .*record\.json\.operator\.sig/);
    expect(run.status).toBe(1);
  });

  it('shows with a held checkpoint that a later bundle goes on from there', async () => {
    const world = await exportedWorld();
    const { bundle } = world;
    const held = join(bundle.path, `checkpoint/${String(world.ledger.head().size).padStart(8, '0')}.txt`);
    world.ledger.append([bundle.draft]);
    const later = await world.bundleAgain();
    const run = script(['dash'], later.path, allowedSigners(claimed(later.path)), held);
    expect(run.said).toContain('ok   extends the checkpoint you already held');
    expect(run.status).toBe(0);
  });
});

function edit(path: string, from: string | RegExp, to: string): void {
  const before = readFileSync(path, 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`nothing to change in ${path}`);
  writeFileSync(path, after);
}
