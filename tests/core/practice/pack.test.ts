import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { OFFERED, packRelease, writeArtifacts } from '@core/practice/pack';
import { gzipStored, tar } from '@core/practice/tar';
import { describe, expect, it } from 'vitest';
import { resourcesDir } from './support/client';
import { temporaryFolder } from './support/temporary-folder';

const published = join(resourcesDir, 'runbooks', 'practice', 'artifacts');

describe('release files', () => {
  it.each(OFFERED)(
    'the published %s is what its sources give (else run support/write-artifacts.ts)',
    (version) => {
      const file = readFileSync(join(published, `orders-${version}.tar.gz`));
      expect(packRelease(resourcesDir, version).equals(file)).toBe(true);
    },
  );

  it('sha256sum agrees with the published sums', () => {
    expect(execFileSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: published, encoding: 'utf8' })).toBe(
      'orders-1.5.0.tar.gz: OK\norders-1.5.1.tar.gz: OK\n',
    );
  });

  it('are the same bytes each time', () => {
    const folder = temporaryFolder();
    writeArtifacts(resourcesDir, folder);
    const sums = (where: string) => readFileSync(join(where, 'SHA256SUMS'), 'utf8');
    expect(sums(folder)).toBe(sums(published));
  });

  it('1.5.0 and 1.5.1 differ in the order taking and nowhere else', () => {
    const names = OFFERED.map((version) => {
      const folder = temporaryFolder();
      execFileSync('tar', ['-xzf', join(published, `orders-${version}.tar.gz`), '-C', folder]);
      return folder;
    });
    let differences = '';
    try {
      execFileSync('diff', ['-rq', ...names]);
    } catch (error) {
      differences = String((error as { stdout: Buffer }).stdout);
    }
    expect(differences.match(/[\w.-]+ and /g)).toEqual(['place-order.mjs and ', 'release.json and ']);
  });

  it('a release that nobody made is refused', () => {
    expect(() => packRelease(resourcesDir, '9.9.9')).toThrow(/ENOENT/);
  });
});

describe('the archive writer', () => {
  it.each([0, 1, 511, 512, 513, 200_000])('tar and gzip read a file of %i bytes back', (size) => {
    const content = Buffer.alloc(size, 'holdpoint ');
    const archive = gzipStored(tar([{ path: 'folder/file', content }]));
    const found = execFileSync('tar', ['-xzOf', '-', 'folder/file'], { input: archive, maxBuffer: 1e7 });
    expect(found.equals(content)).toBe(true);
    expect(gunzipSync(archive).length % 512).toBe(0);
  });

  it('refuses a path that does not fit', () => {
    expect(() => tar([{ path: 'x'.repeat(101), content: Buffer.alloc(0) }])).toThrow(/too long/);
  });
});
