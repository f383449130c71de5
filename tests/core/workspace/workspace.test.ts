import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { answerBook } from '@core/workspace/answers';
import { findWorkspace, workspaceOf } from '@core/workspace/find';
import { inlineParser } from '@core/workspace/parse';
import { resolveTargets } from '@core/workspace/resolve-targets';
import { Workspace } from '@core/workspace/workspace';
import { fail, ok } from '@domain/kernel/result';
import { makePlan } from '@domain/runbook/plan';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const RUNBOOK = `holdpoint: 1
id: small
title: Small
targets: { app: { group: app, vars: [ root ] } }
phases:
  - kind: smoke
    steps:
      - { id: look, on: app, run: 'ls "$root"', expect: [ { exit: 0 } ] }
`;
const INVENTORY = `environments:
  practice:
    targets:
      local: { practice: true, group: app, vars: { root: /from/inventory, size: 3 } }
  staging:
    targets:
      app1: { host: 10.0.0.1, user: deploy, groups: [ app, web ], vars: { root: /opt } }
      app2: { host: app2.example, port: 2222, user: deploy }
      db1: { host: db1, user: pg, group: db }
    groups: { app: [ app2 ] }
  production:
    targets:
      bad: { host: 10.0.0.1, group: app }
      lost: { practice: true, group: db }
`;

let folder: string;
const write = (path: string, text: string | Uint8Array) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const workspace = () => new Workspace(folder, inlineParser);
const noPractice = () => Promise.resolve(fail('practice_down', 'the practice target is not up'));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdpoint-workspace-'));
  write('inventory.yaml', INVENTORY);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the workspace', () => {
  it('is the nearest folder upward with an inventory', async () => {
    write('runbooks/a/b/x.yaml', RUNBOOK);
    write('runbooks/a/inventory.yaml', INVENTORY);
    expect(await findWorkspace(join(folder, 'runbooks', 'a', 'b'))).toBe(join(folder, 'runbooks', 'a'));
    expect(await findWorkspace(join(folder, 'runbooks'))).toBe(folder);
  });

  it('is looked for from the runbook, then from the working folder', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'holdpoint-elsewhere-'));
    expect(await workspaceOf(join(folder, 'r.yaml'), elsewhere)).toBe(folder);
    expect(await workspaceOf(join(elsewhere, 'r.yaml'), folder)).toBe(folder);
    expect(await workspaceOf(join(elsewhere, 'r.yaml'), elsewhere)).toBeNull();
    rmSync(elsewhere, { recursive: true });
  });

  it('lists its runbooks, also the broken ones, and leaves other files and links out', async () => {
    write('small.yaml', RUNBOOK);
    write('notes.yaml', 'a: 1\n');
    write('runbooks/deep/er/bad.yml', RUNBOOK.replace('phases', 'pahses'));
    write('runbooks/syntax.yaml', 'a: [');
    write('other/small.yaml', RUNBOOK);
    write('runbooks/.git/x.yaml', RUNBOOK);
    symlinkSync('/etc/passwd', join(folder, 'runbooks', 'link.yaml'));
    const entries = await workspace().runbooks();
    expect(entries.map((e) => [e.path, e.loaded.ok])).toEqual([
      ['small.yaml', true],
      ['runbooks/syntax.yaml', false],
      ['runbooks/deep/er/bad.yml', false],
    ]);
  });

  it('gives the digest of the bytes of a runbook', async () => {
    write('small.yaml', RUNBOOK);
    const file = await workspace().runbook(join(folder, 'small.yaml'));
    // sha256sum of the same bytes
    const { createHash } = await import('node:crypto');
    expect(file).toMatchObject({
      ok: true,
      value: { path: 'small.yaml', sha256: createHash('sha256').update(RUNBOOK).digest('hex') },
    });
  });

  it.each<[string, string, string | Uint8Array | null]>([
    ['is missing', 'not_found', null],
    ['is larger than 1 MiB', 'too_large', `# ${'x'.repeat(1024 * 1024)}`],
    ['is not UTF-8', 'encoding', Uint8Array.from([0x61, 0xff, 0xfe])],
    ['is nested too deep', 'too_deep', '['.repeat(1000)],
  ])('says that a file %s', async (_, code, content) => {
    if (content !== null) write('x.yaml', content);
    const read = await workspace().runbook(join(folder, 'x.yaml'));
    expect(read).toMatchObject({ ok: false, error: [{ code, file: 'x.yaml' }] });
  });

  it('says that a folder is no runbook', async () => {
    expect(await workspace().runbook(folder)).toMatchObject({ ok: false, error: [{ code: 'unreadable' }] });
  });
});

describe('the inventory', () => {
  it('is explained with places when it is wrong', async () => {
    write(
      'inventory.yaml',
      'environments:\n  stagging:\n    targets: {}\n  practice:\n    targets:\n      a: { port: 0 }\n',
    );
    expect(await workspace().inventory()).toMatchObject({
      ok: false,
      error: [
        { code: 'unknown_key', line: 2, column: 3, suggestion: 'did you mean "staging"?' },
        { code: 'bad_value', line: 6, column: 18 },
      ],
    });
  });

  const resolve = async (
    environment: 'practice' | 'staging' | 'production',
    wanted: object,
    practice = noPractice,
  ) => {
    const inventory = await workspace().inventory();
    if (!inventory.ok) throw new Error(JSON.stringify(inventory.error));
    return resolveTargets(inventory.value, environment, wanted as never, practice as never);
  };

  it('resolves groups written in either way, and single targets', async () => {
    const resolved = await resolve('staging', {
      app: { group: 'app' },
      db: { target: 'db1' },
      none: { group: 'x' },
    });
    expect(resolved).toMatchObject({
      ok: true,
      value: {
        members: { app: ['app1', 'app2'], db: ['db1'], none: [] },
        targets: [
          {
            name: 'app1',
            host: '10.0.0.1',
            port: 22,
            user: 'deploy',
            vars: [{ name: 'root', value: '/opt' }],
          },
          { name: 'app2', host: 'app2.example', port: 2222 },
          { name: 'db1' },
        ],
      },
    });
  });

  it('asks where the practice target is, whose variables win', async () => {
    const up = () =>
      Promise.resolve(
        ok({ host: '127.0.0.1', port: 40022, user: 'me', vars: [{ name: 'root', value: '/tmp/p' }] }),
      );
    expect(await resolve('practice', { app: { group: 'app' } }, up as never)).toMatchObject({
      ok: true,
      value: {
        targets: [
          {
            name: 'local',
            port: 40022,
            vars: [
              { name: 'root', value: '/tmp/p' },
              { name: 'size', value: '3' },
            ],
          },
        ],
      },
    });
  });

  it.each<[string, 'practice' | 'staging' | 'production', object, RegExp]>([
    ['the practice target is down', 'practice', { app: { group: 'app' } }, /not up/],
    ['a target has no user', 'production', { app: { group: 'app' } }, /needs "host" and "user"/],
    ['a practice target stands in production', 'production', { db: { group: 'db' } }, /stands in production/],
  ])('refuses when %s', async (_, environment, wanted, message) => {
    const resolved = await resolve(environment, wanted);
    expect(resolved.ok ? '' : resolved.error.message).toMatch(message);
  });

  it('refuses an environment it does not have', async () => {
    write('inventory.yaml', 'environments: { staging: { targets: {} } }\n');
    const resolved = await resolve('production', {});
    expect(resolved).toMatchObject({ ok: false, error: { code: 'environment' } });
  });

  it('leads from files to a plan', async () => {
    write('small.yaml', RUNBOOK);
    const file = await workspace().runbook(join(folder, 'small.yaml'));
    const targets = await resolve('staging', { app: { target: 'app1' } });
    if (!file.ok || !targets.ok) throw new Error('no files');
    const { path, sha256, loaded } = file.value;
    const plan = makePlan({
      loaded,
      path,
      sha256,
      environment: 'staging',
      kind: 'live',
      inputs: {},
      targets: targets.value,
    });
    expect(plan).toMatchObject({ ok: true, value: { steps: [{ id: 'look', targets: ['app1'] }] } });
  });
});

describe('people', () => {
  const key = `ssh-ed25519 ${'A'.repeat(68)} ann@desk`;
  it('are known by id, roles and keys', async () => {
    write('people.yaml', `people:\n  - { id: ann, name: Ann 安, roles: [ technical ], keys: [ ${key} ] }\n`);
    expect(await workspace().people()).toMatchObject({
      ok: true,
      value: { people: [{ id: 'ann', name: 'Ann 安' }] },
    });
  });
  it('are no one without a file', async () => {
    expect(await workspace().people()).toEqual({ ok: true, value: { people: [] } });
  });
  it('are refused with one id twice', async () => {
    const ann = '  - { id: ann, name: Ann, roles: [], keys: [] }\n';
    write('people.yaml', `people:\n${ann}${ann}`);
    expect(await workspace().people()).toMatchObject({
      ok: false,
      error: [{ code: 'duplicate_id', line: 3 }],
    });
  });
  it('are refused with a private key', async () => {
    write(
      'people.yaml',
      'people:\n  - { id: ann, name: Ann, roles: [], keys: [ "-----BEGIN OPENSSH PRIVATE KEY-----" ] }\n',
    );
    expect(await workspace().people()).toMatchObject({ ok: false, error: [{ code: 'bad_value', line: 2 }] });
  });
});

describe('answers', () => {
  it('are read as the design writes them', async () => {
    write(
      'answers.yaml',
      `answers:
  docs:      { value: yes, reason: read on Tuesday }
  go-no-go:  { value: go, reason: board is green, as: ann }
default: { attest: no, input: stop, failure: rollback, unknown: stop, inconclusive: hold, verdict: rollback }
`,
    );
    const file = await workspace().answers(join(folder, 'answers.yaml'));
    if (!file.ok) throw new Error(JSON.stringify(file.error));
    const book = answerBook(file.value);
    expect(book.answers['go-no-go']).toEqual({ value: 'go', reason: 'board is green', as: 'ann' });
    expect(book.answers.docs?.value).toBe('yes');
    expect(book.default.verdict?.value).toBe('rollback');
    expect(book.default.gate).toBeUndefined();
  });
  it('are explained when a reason is missing or a kind does not exist', async () => {
    write('answers.yaml', 'answers:\n  docs: { value: yes }\ndefault: { atest: no }\n');
    expect(await workspace().answers(join(folder, 'answers.yaml'))).toMatchObject({
      ok: false,
      error: [
        { code: 'missing_key', line: 2 },
        { line: 3, column: 12 },
      ],
    });
  });
});
