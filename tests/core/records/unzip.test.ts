/** Hostile zips, built byte by byte where no library would build them. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { extractZip, type ZipLimits } from '@core/records/unzip';
import { verifyBundle } from '@core/records/verify-bundle';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../../support/temp-dir';

interface Member {
  readonly name: string;
  readonly data?: string;
  /** Name in the local header, when it lies. */
  readonly localName?: string;
  /** Size in the central directory, when it lies. */
  readonly claims?: number;
  /** Unix mode. */
  readonly mode?: number;
}

function local({ name, localName = name, data = '' }: Member): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt32LE(crc32(data), 14);
  head.writeUInt32LE(data.length, 18);
  head.writeUInt32LE(data.length, 22);
  head.writeUInt16LE(Buffer.byteLength(localName), 26);
  return Buffer.concat([head, Buffer.from(localName), Buffer.from(data)]);
}

function central({ name, data = '', claims = data.length, mode = 0o100644 }: Member, offset: number): Buffer {
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE((3 << 8) | 20, 4);
  head.writeUInt16LE(20, 6);
  head.writeUInt16LE(claims === data.length ? 0 : 8, 10);
  head.writeUInt32LE(crc32(data), 16);
  head.writeUInt32LE(data.length, 20);
  head.writeUInt32LE(claims, 24);
  head.writeUInt16LE(Buffer.byteLength(name), 28);
  head.writeUInt32LE((mode << 16) >>> 0, 38);
  head.writeUInt32LE(offset, 42);
  return Buffer.concat([head, Buffer.from(name)]);
}

function zipOf(members: readonly Member[]): string {
  const locals = members.map(local);
  let offset = 0;
  const directory = members.map((member, i) => {
    const entry = central(member, offset);
    offset += locals[i]?.length ?? 0;
    return entry;
  });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  const path = join(tempDir(), 'hostile.zip');
  writeFileSync(path, Buffer.concat([...locals, ...directory, end]));
  return path;
}

const take = async (members: readonly Member[], limits?: ZipLimits) => {
  const folder = tempDir();
  const result = await extractZip(zipOf(members), folder, limits);
  return { folder, result };
};

describe('taking a zip apart', () => {
  it('writes what an honest zip holds', async () => {
    const { folder, result } = await take([{ name: 'payload/1.json', data: '{}\n' }]);
    expect(result.ok).toBe(true);
    expect(readFileSync(join(folder, 'payload/1.json'), 'utf8')).toBe('{}\n');
  });

  it.each([
    ['a way up', [{ name: '../evil' }]],
    ['a way up inside', [{ name: 'a/../../evil' }]],
    ['an absolute path', [{ name: '/tmp/evil' }]],
    ['a backslash', [{ name: 'a\\evil' }]],
    ['a drive letter', [{ name: 'C:evil' }]],
    ['a NUL', [{ name: 'a\0b' }]],
    ['a hidden file', [{ name: '.bashrc' }]],
    ['a folder entry', [{ name: 'a/' }]],
    ['a symbolic link', [{ name: 'link', data: '/etc/passwd', mode: 0o120777 }]],
    ['a device', [{ name: 'dev', mode: 0o020666 }]],
    ['a name twice', [{ name: 'a' }, { name: 'a' }]],
    ['a name twice on systems without case', [{ name: 'readme' }, { name: 'README' }]],
    ['a zip inside', [{ name: 'inner.zip' }]],
    ['another name in the local header', [{ name: 'good', localName: 'evil', data: 'x' }]],
    ['a size far beyond what is stored', [{ name: 'bomb', data: 'x', claims: 1_000_000 }]],
  ] as [string, Member[]][])('refuses %s', async (_what, members) => {
    const { folder, result } = await take(members);
    expect(result.ok).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
    expect(existsSync(join(folder, '..', 'evil'))).toBe(false);
  });

  it('refuses too many files and too many bytes', async () => {
    const many = [{ name: 'a' }, { name: 'b' }, { name: 'c', data: 'xyz' }];
    const few = { entries: 2, bytes: 100, ratio: 100 } as unknown as ZipLimits;
    const small = { entries: 9, bytes: 2, ratio: 100 } as unknown as ZipLimits;
    expect((await take(many, few)).result).toMatchObject({ error: { code: 'zip_hostile' } });
    expect((await take(many, small)).result).toMatchObject({ error: { code: 'zip_hostile' } });
  });

  it('reports a file that is no zip, and any hostile zip, as not authentic', async () => {
    const path = join(tempDir(), 'x.zip');
    writeFileSync(path, 'no zip at all');
    expect((await verifyBundle(path)).verdict).toBe('not-authentic');
    expect((await verifyBundle(zipOf([{ name: '../evil' }]))).verdict).toBe('not-authentic');
  });
});
