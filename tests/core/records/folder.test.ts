import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurable, writeFolder } from '@core/records/folder';
import { fail, ok } from '@domain/kernel/result';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../../support/temp-dir';

/** The disk refuses: the file is there already. */
function writtenTwice(fresh: string) {
  writeDurable(join(fresh, 'a'), '');
  return ok(null);
}

describe('a folder that is written whole or not at all', () => {
  it('has no name before its last file is on disk', async () => {
    const path = join(tempDir(), 'release');
    const seen: boolean[] = [];
    const written = await writeFolder(path, false, async (fresh) => {
      for (const name of ['a', 'b', 'c']) {
        writeDurable(join(fresh, name), name);
        seen.push(existsSync(path));
      }
      return ok(null);
    });
    expect(written.ok).toBe(true);
    expect(seen).toEqual([false, false, false]);
    expect(readdirSync(path).sort()).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['is refused half way', async () => fail('no', 'changed its mind')],
    ['meets a full or broken disk', async (fresh: string) => writtenTwice(fresh)],
  ])('leaves nothing when it %s', async (_what, end) => {
    const parent = tempDir();
    const path = join(parent, 'release');
    const written = await writeFolder(path, false, async (fresh) => {
      writeDurable(join(fresh, 'a'), 'half');
      return end(fresh);
    });
    expect(written.ok).toBe(false);
    expect(readdirSync(parent)).toEqual([]);
  });

  it('keeps the older folder until the new one is whole', async () => {
    const path = join(tempDir(), 'release');
    mkdirSync(path);
    writeFileSync(join(path, 'a'), 'old');
    expect(await writeFolder(path, false, async () => ok(null))).toMatchObject({ error: { code: 'exists' } });
    await writeFolder(path, true, async () => fail('no', 'changed its mind'));
    expect(readFileSync(join(path, 'a'), 'utf8')).toBe('old');
    await writeFolder(path, true, async (fresh) => {
      writeDurable(join(fresh, 'a'), 'new');
      expect(readFileSync(join(path, 'a'), 'utf8')).toBe('old');
      return ok(null);
    });
    expect(readFileSync(join(path, 'a'), 'utf8')).toBe('new');
    expect(readdirSync(join(path, '..'))).toEqual(['release']);
  });
});
