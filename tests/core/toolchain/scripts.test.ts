import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRecent } from '../../../scripts/lib/bootstrap.mjs';
import { isInstalled, satisfies } from '../../../scripts/lib/dependencies.mjs';
import { withLock } from '../../../scripts/lib/lock.mjs';
import { cacheFolder } from '../../../scripts/lib/place.mjs';
import { summarise } from '../../../scripts/lib/suites/playwright.mjs';
import { judge } from '../../../scripts/lib/suites/vitest.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hp-toolchain-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('whether packages are installed', () => {
  const one = { version: '1.0.0', integrity: 'sha512-a' };
  it.each([
    ['the same', { a: one }, { '': {}, a: one }, true],
    ['one missing', {}, { a: one }, false],
    ['an optional one missing', {}, { a: { ...one, optional: true } }, true],
    ['another version', { a: { ...one, version: '1.0.1' } }, { a: one }, false],
    ['other bytes', { a: { ...one, integrity: 'sha512-b' } }, { a: one }, false],
    ['one too many', { a: one, b: one }, { a: one }, false],
  ])('%s', (_name, installed, wanted, answer) => {
    expect(satisfies(installed, wanted)).toBe(answer);
  });

  it('is no without the list that npm writes last', () => {
    mkdirSync(join(folder, 'node_modules'));
    expect(isInstalled(folder)).toBe(false);
  });

  it('is yes for a linked folder, which is never replaced', () => {
    symlinkSync(tmpdir(), join(folder, 'node_modules'));
    expect(isInstalled(folder)).toBe(true);
  });
});

describe('the lock', () => {
  it('lets one after the other in', async () => {
    const path = join(folder, 'lock');
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} in`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} out`);
    };
    await Promise.all([withLock(path, 'this', work('a')), withLock(path, 'this', work('b'))]);
    expect(order).toEqual(['a in', 'a out', 'b in', 'b out']);
  });

  it('of a process that is gone is taken over', async () => {
    const path = join(folder, 'lock');
    const gone = spawn(process.execPath, ['-e', '']);
    await once(gone, 'exit');
    writeFileSync(path, String(gone.pid));
    expect(await withLock(path, 'this', async () => 'done')).toBe('done');
    expect(existsSync(path)).toBe(false);
  });

  it('is given back when the work fails', async () => {
    const path = join(folder, 'lock');
    const failing = withLock(path, 'this', async () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(existsSync(path)).toBe(false);
  });
});

describe('counts', () => {
  const good = { passed: 3, failed: 0, skips: [] };
  it('stay when the tool ended well', () => {
    expect(judge(good, 0, null)).toEqual(good);
  });
  it('become a failure when the tool ended badly though no test failed', () => {
    expect(judge(good, 1, null).failed).toBe(1);
    expect(judge(good, null, 'SIGKILL').failed).toBe(1);
  });
  it('become a failure when the tool left none', () => {
    expect(judge(null, 0, null)).toMatchObject({
      passed: 0,
      failed: 1,
      why: expect.stringContaining('left no result'),
    });
  });
  it('of Playwright hold errors outside of tests, repeated tests and the reasons of skips', () => {
    const test = { status: 'skipped', annotations: [{ type: 'skip', description: 'no agent here' }] };
    const spec = { file: 'a.spec.ts', title: 'signs', tests: [test] };
    const stats = { expected: 2, unexpected: 1, flaky: 1, skipped: 1 };
    const report = { stats, errors: [{}], suites: [{ specs: [], suites: [{ specs: [spec] }] }] };
    expect(summarise(report)).toEqual({
      passed: 2,
      failed: 3,
      skips: [{ name: 'a.spec.ts › signs', reason: 'no agent here' }],
    });
  });
});

it.each([
  ['20.20.2', false],
  ['22.13.1', false],
  ['22.14.0', true],
  ['24.0.0', true],
])('Node %s can run the project without the toolchain: %s', (version, answer) => {
  expect(isRecent(version)).toBe(answer);
});

it('a relative cache folder in the environment is ignored', () => {
  expect(cacheFolder({ XDG_CACHE_HOME: '/var/c' })).toBe('/var/c/holdpoint');
  expect(cacheFolder({ XDG_CACHE_HOME: 'c' })).toMatch(/\.cache\/holdpoint$/);
});

describe('a command that is run in place of the script', () => {
  const script = (body: string) => `
    import { become, endLike } from '${join(import.meta.dirname, '../../../scripts/lib/run.mjs')}';
    endLike(await become(process.execPath, ['-e', ${JSON.stringify(body)}]));`;
  const run = (body: string) =>
    spawnSync(process.execPath, ['--input-type=module', '-e', script(body)], {
      encoding: 'utf8',
      stdio: 'pipe',
    });

  it('gives its exit code and its output', () => {
    const ended = run('process.stdout.write("out"); process.exitCode = 3');
    expect([ended.status, ended.stdout]).toEqual([3, 'out']);
  });

  it('dies of a signal as one death, not as success', () => {
    expect(run('process.kill(process.pid, "SIGTERM")').signal).toBe('SIGTERM');
  });

  it('gets the signals that the script gets', async () => {
    const body =
      'process.once("SIGTERM", () => process.exit(5)); console.log("up"); setInterval(() => {}, 1000)';
    const outer = spawn(process.execPath, ['--input-type=module', '-e', script(body)]);
    await once(outer.stdout, 'data');
    outer.kill('SIGTERM');
    expect((await once(outer, 'exit'))[0]).toBe(5);
  });
});
