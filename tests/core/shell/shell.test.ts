import { describe, expect, it } from 'vitest';
import { defaultDataDir } from '../../../src/ipc/data-dir';
import { assetOf } from '../../../src/main/asset';
import { contentSecurityPolicy } from '../../../src/main/csp';
import { RestartBudget } from '../../../src/main/restart-budget';

describe('what the window is served', () => {
  it.each([
    ['holdpoint://app/', '/r/index.html'],
    ['holdpoint://app/assets/a-1.js?x=1', '/r/assets/a-1.js'],
    ['holdpoint://app/assets/%E5%AD%97.woff2', '/r/assets/字.woff2'],
  ])('%s is %s', (url, path) => {
    expect(assetOf('/r', url)?.path).toBe(path);
  });

  it.each([
    'holdpoint://other/index.html',
    'file:///r/index.html',
    'holdpoint://app/%2e%2e/secret.json',
    'holdpoint://app/..%2fsecret.json',
    'holdpoint://app/..%5csecret.json',
    'holdpoint://app/a%00.js',
    'holdpoint://app/%ff.js',
    'holdpoint://app/script.sh',
    'holdpoint://app/assets/',
    'no url',
  ])('nothing for %s', (url) => {
    const asset = assetOf('/r', url);
    expect(asset === null || asset.path.startsWith('/r/')).toBe(true);
    if (!url.includes('%2e%2e')) expect(asset).toBeNull();
  });

  it('carries a policy that allows no inline script and no connection', () => {
    const policy = contentSecurityPolicy('abc');
    expect(policy).toContain("style-src 'self' 'nonce-abc'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(contentSecurityPolicy(null)).not.toContain('nonce');
  });
});

it('core is started again five times within a minute, and again when the minute is over', () => {
  const budget = new RestartBudget(5, 60_000);
  expect([0, 1, 2, 3, 4, 5].map((second) => budget.take(second * 1000))).toEqual([
    ...Array(5).fill(true),
    false,
  ]);
  expect(budget.take(60_000)).toBe(true);
});

it.each([
  ['linux', {}, '/home/a/.local/share/holdpoint'],
  ['linux', { XDG_DATA_HOME: '/d' }, '/d/holdpoint'],
  ['linux', { XDG_DATA_HOME: 'd' }, '/home/a/.local/share/holdpoint'],
  ['darwin', {}, '/home/a/Library/Application Support/Holdpoint'],
  ['win32', { APPDATA: 'C:\\A' }, 'C:\\A\\Holdpoint'],
])('on %s with %j data lives in %s', (platform, env, expected) => {
  expect(defaultDataDir({ platform, home: '/home/a', env })).toBe(expected);
});
