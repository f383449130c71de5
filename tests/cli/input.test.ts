/** Bad input on the command line: what, where, what was expected, and the right exit code. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdpoint, practiceRun, practiceRunbook } from '../support/cli';
import { removeDir, tempDataDir } from '../support/holdpoint';

let dataDir: string;
beforeEach(() => {
  dataDir = tempDataDir();
});
afterEach(async () => {
  await holdpoint(['practice', 'down'], { dataDir });
  removeDir(dataDir);
});

const RUNBOOK = `holdpoint: 1
id: small
title: Small
targets: { app: { target: app } }
phases:
  - kind: smoke
    steps:
      - id: hello
        on: app
        rum: echo hello
        expect: [{ exit: 0 }]
`;

function workspace(files: Readonly<Record<string, string>>): string {
  const folder = join(dataDir, 'workspace');
  mkdirSync(folder);
  const inventory =
    'environments:\n  staging:\n    targets:\n      app: { host: 127.0.0.1, port: 1, user: nobody }\n';
  for (const [name, text] of Object.entries({ 'inventory.yaml': inventory, ...files }))
    writeFileSync(join(folder, name), text);
  return folder;
}

describe('holdpoint', () => {
  it('names file, line, column and the likely word for an unknown key', async () => {
    const folder = workspace({ 'small.yaml': RUNBOOK });
    const { code, stderr } = await holdpoint(['lint', join(folder, 'small.yaml')], { dataDir });
    expect(code).toBe(2);
    expect(stderr).toMatch(/small\.yaml:10:9: error: .*rum/);
    expect(stderr).toContain('run');
  });

  it('prints problems as one JSON document for machines', async () => {
    const folder = workspace({ 'small.yaml': RUNBOOK });
    const { code, stdout } = await holdpoint(['--json', 'lint', join(folder, 'small.yaml')], { dataDir });
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([
        expect.objectContaining({ line: 10, column: 9, suggestion: 'did you mean "run"?' }),
      ]),
    });
  });

  it('finds nothing wrong with the runbook that comes with it', async () => {
    const { code, stderr } = await holdpoint(['lint', practiceRunbook], { dataDir });
    expect(stderr).toContain('0 errors');
    expect(code).toBe(0);
  });

  it.each([
    ['a missing input', [], /version/],
    ['a version that is none', ['--input', 'version=v1.5'], /v1\.5/],
    ['an input nobody asked for', ['--input', 'version=1.5.0', '--input', 'colour=red'], /colour/],
    ['an input without a value', ['--input', 'version'], /name=value/],
  ])('refuses %s before anything starts', async (_, inputs, message) => {
    const { code, stderr } = await holdpoint(
      ['plan', practiceRunbook, '--env', 'practice', '--kind', 'practice', ...inputs],
      { dataDir },
    );
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  it('refuses a kind that the environment does not take', async () => {
    const { code, stderr } = await holdpoint(
      ['plan', practiceRunbook, '--env', 'practice', '--kind', 'live', '--input', 'version=1.5.0'],
      { dataDir },
    );
    expect(code).toBe(2);
    expect(stderr).toContain('practice');
  });

  it('refuses an unknown command and an unknown option with exit code 2', async () => {
    expect((await holdpoint(['depoly'], { dataDir })).code).toBe(2);
    expect((await holdpoint(['runs', '--colour'], { dataDir })).code).toBe(2);
  });

  it('says that there is no ledger yet instead of making one to look at', async () => {
    const { code, stderr } = await holdpoint(['runs'], { dataDir: join(dataDir, 'nowhere') });
    expect(code).toBe(2);
    expect(stderr).toContain('no ledger');
  });

  it('says where it can not write', async () => {
    const file = join(dataDir, 'file');
    writeFileSync(file, '');
    const { code, stderr } = await holdpoint(practiceRun('1.5.0'), { dataDir: join(file, 'below') });
    expect(code).not.toBe(0);
    expect(code).not.toBe(70);
    expect(stderr).toContain(file);
  });

  it('reaches no target behind a closed port, says so, and asks what to do', async () => {
    const folder = workspace({ 'small.yaml': RUNBOOK.replace('rum:', 'run:') });
    await holdpoint(['keys', 'choose', 'generate'], { dataDir });
    const { code, stderr } = await holdpoint(
      ['run', join(folder, 'small.yaml'), '--env', 'staging', '--kind', 'drill'],
      { dataDir },
    );
    expect(stderr).toContain('127.0.0.1:1 cannot be reached');
    expect(code).toBe(3);
  });

  it('reads a workspace that may only be read', async () => {
    const folder = workspace({ 'small.yaml': RUNBOOK.replace('rum:', 'run:') });
    chmodSync(folder, 0o555);
    const { code } = await holdpoint(
      ['plan', join(folder, 'small.yaml'), '--env', 'staging', '--kind', 'drill'],
      { dataDir },
    );
    chmodSync(folder, 0o755);
    expect(code).toBe(0);
  });
});
