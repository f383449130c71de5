/** The main job on a terminal: a good release, a bad one taken back, proof that stands without us. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdpoint, practiceAnswers, practiceRun } from '../support/cli';
import { removeDir, tempDataDir } from '../support/holdpoint';

let dataDir: string;
beforeEach(() => {
  dataDir = tempDataDir();
});
afterEach(async () => {
  await holdpoint(['practice', 'down'], { dataDir });
  removeDir(dataDir);
});

const answered = ['--answers', practiceAnswers];

/** `ssh-keygen -Y verify` with the signers that the bundle claims. */
function sshKeygenVerifies(bundle: string, role: 'operator' | 'device'): number | null {
  const claimed = readFileSync(join(bundle, 'claimed_signers'), 'utf8');
  const principal = claimed
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '')
    .find((name) => name.startsWith('device-') === (role === 'device') && name !== '');
  const { status } = spawnSync(
    'ssh-keygen',
    [
      '-Y',
      'verify',
      '-f',
      join(bundle, 'claimed_signers'),
      '-I',
      principal ?? '',
      '-n',
      'holdpoint.record.v1@holdpoint.dev',
      '-s',
      join(bundle, `record.json.${role}.sig`),
    ],
    { input: readFileSync(join(bundle, 'record.json')) },
  );
  return status;
}

describe('the practice on a terminal', () => {
  it('takes the bad release back with exit code 1, and the record is accepted by stock tools', async () => {
    const run = await holdpoint(practiceRun('1.5.1', ...answered), { dataDir });
    expect(run.stderr).toContain('rolled back');
    expect(run.code).toBe(1);

    const bundle = join(dataDir, 'bundle');
    expect((await holdpoint(['record', 'export', 'latest', '--out', bundle], { dataDir })).code).toBe(0);
    expect((await holdpoint(['verify', bundle], { dataDir })).code).toBe(0);
    expect(sshKeygenVerifies(bundle, 'operator')).toBe(0);
    expect(sshKeygenVerifies(bundle, 'device')).toBe(0);
    expect(spawnSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], { cwd: bundle }).status).toBe(0);
    for (const shell of ['dash', 'bash']) {
      expect(spawnSync(shell, ['verify.sh', '.', 'claimed_signers'], { cwd: bundle }).status, shell).toBe(0);
    }

    appendFileSync(join(bundle, 'record.json'), ' ');
    expect((await holdpoint(['verify', bundle], { dataDir })).code).toBe(1);
    expect(sshKeygenVerifies(bundle, 'operator')).not.toBe(0);
    expect(spawnSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], { cwd: bundle }).status).not.toBe(0);
    expect(spawnSync('sh', ['verify.sh', '.', 'claimed_signers'], { cwd: bundle }).status).not.toBe(0);
  });

  it('releases the good version with exit code 0', async () => {
    const run = await holdpoint(practiceRun('1.5.0', ...answered), { dataDir });
    expect(run.stderr).toContain('released');
    expect(run.code).toBe(0);
    const verified = await holdpoint(['--json', 'verify', dataDir], { dataDir });
    expect(JSON.parse(verified.stdout)).toMatchObject({ verdict: 'verified' });
    expect((await holdpoint(['practice', 'status'], { dataDir })).stdout.trim()).toBe('down');
  });

  it('stops at the first question without a terminal, can be looked at, and goes on', async () => {
    const run = await holdpoint(practiceRun('1.5.0'), { dataDir });
    expect(run.code).toBe(3);
    const status = await holdpoint(['--json', 'status'], { dataDir });
    expect(status.code).toBe(3);
    const { run_id, waiting } = JSON.parse(status.stdout) as {
      run_id: string;
      waiting: { id: string; kind: string }[];
    };
    expect(waiting[0]?.kind).toBe('attest');

    const refused = await holdpoint(['answer', run_id, waiting[0]?.id ?? '', '--value', 'perhaps'], {
      dataDir,
    });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('yes, no');
    expect(
      (await holdpoint(['answer', run_id, waiting[0]?.id ?? '', '--value', 'yes'], { dataDir })).code,
    ).toBe(0);

    const output = await holdpoint(['output', run_id, 'serving'], { dataDir });
    expect(output.stdout).toContain('serving 1.4.2, asked for 1.5.0');
    const events = await holdpoint(['--json', 'events', run_id], { dataDir });
    expect(
      events.stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { event: { kind: string } }).event.kind),
    ).toContain('gate.decision');

    const stop = join(dataDir, 'stop.yaml');
    writeFileSync(stop, 'default: { gate: no-go, failure: stop }\n');
    const resumed = await holdpoint(['resume', run_id, '--answers', stop], { dataDir });
    expect(resumed.code).toBe(1);
    expect(resumed.stderr).toContain('stopped');
  });
});
